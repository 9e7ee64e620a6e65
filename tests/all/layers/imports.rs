//! Which file of `src/` uses which: read from the source text, without a compiler.
//!
//! Comments, strings and everything under `#[cfg(test)]` are left out; a path is followed through modules and `use`
//! declarations to the file that defines what it names. A `pub use` that only passes a name on is no use of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The files of a crate, each with the files that it uses.
pub struct Imports {
    /// By path below `src/`.
    pub files: BTreeMap<String, BTreeSet<String>>,
}

/// A module: its file, its children, and the names that `use` brings into it.
#[derive(Default)]
struct Module {
    file: String,
    children: BTreeSet<String>,
    names: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
    defined: BTreeSet<String>,
}

/// A word of the source, or a mark.
type Token = String;

impl Imports {
    /// Reads the crate below `src`.
    pub fn of(src: &Path) -> Self {
        let mut modules: BTreeMap<Vec<String>, Module> = BTreeMap::new();
        let mut uses: Vec<(Vec<String>, Vec<Vec<String>>)> = Vec::new();
        let mut pending = vec![(Vec::new(), "lib.rs".to_owned())];
        while let Some((path, file)) = pending.pop() {
            let text = fs::read_to_string(src.join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            let tokens = tokens(&without_tests(&without_words(&text)));
            let (module, used) = read(&file, &tokens);
            for child in &module.children {
                let folder = path.join("/");
                let at = |tail: &str| if folder.is_empty() { tail.to_owned() } else { format!("{folder}/{tail}") };
                let candidates = [at(&format!("{child}.rs")), at(&format!("{child}/mod.rs"))];
                let found = candidates.into_iter().find(|candidate| src.join(candidate).is_file());
                let mut below = path.clone();
                below.push(child.clone());
                pending.push((below, found.unwrap_or_else(|| panic!("{file}: no file for `mod {child}`"))));
            }
            uses.push((path.clone(), used));
            modules.insert(path, module);
        }
        let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (path, used) in uses {
            let from = modules[&path].file.clone();
            let edges = files.entry(from.clone()).or_default();
            for written in used {
                if let Some(to) = resolve(&modules, &path, &written, 0)
                    && to != from
                {
                    edges.insert(to);
                }
            }
        }
        Self { files }
    }

    /// The uses between folders: from, to, and one pair of files that shows it.
    pub fn folders(&self) -> BTreeMap<(String, String), (String, String)> {
        let mut all = BTreeMap::new();
        for (from, used) in &self.files {
            for to in used {
                let (source, target) = (folder(from), folder(to));
                if source != target {
                    all.entry((source, target)).or_insert_with(|| (from.clone(), to.clone()));
                }
            }
        }
        all
    }

    /// The circles: groups of files each of which reaches every other.
    pub fn circles(&self) -> Vec<Vec<String>> {
        let reach: BTreeMap<&str, BTreeSet<&str>> =
            self.files.keys().map(|file| (file.as_str(), self.reached_from(file))).collect();
        let mut circles: Vec<Vec<String>> = Vec::new();
        for file in self.files.keys() {
            if circles.iter().flatten().any(|known| known == file) {
                continue;
            }
            let back = |other: &&&str| reach[**other].contains(file.as_str());
            let circle: Vec<String> = reach[file.as_str()].iter().filter(back).map(|one| (*one).to_owned()).collect();
            if circle.len() > 1 {
                circles.push(circle);
            }
        }
        circles
    }

    fn reached_from<'a>(&'a self, file: &str) -> BTreeSet<&'a str> {
        let mut reached = BTreeSet::new();
        let mut pending: Vec<&str> = self.files[file].iter().map(String::as_str).collect();
        while let Some(next) = pending.pop() {
            if reached.insert(next) {
                pending.extend(self.files.get(next).into_iter().flatten().map(String::as_str));
            }
        }
        reached
    }
}

/// The folder of a file directly below `src/`; of a file at the top, its own name.
pub fn folder(file: &str) -> String {
    file.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned()
}

/// The file that defines what `written` names, seen from the module `from`.
fn resolve(
    modules: &BTreeMap<Vec<String>, Module>,
    from: &[String],
    written: &[String],
    depth: usize,
) -> Option<String> {
    // A chain of names that pass each other on without end would be an error of the compiler.
    const LONGEST_CHAIN: usize = 20;
    if depth > LONGEST_CHAIN {
        return None;
    }
    let mut rest = written;
    let mut at = from.to_vec();
    match rest.first()?.as_str() {
        "crate" => {
            at.clear();
            rest = &rest[1..];
        }
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|segment| segment == "super") {
                at.pop()?;
                rest = &rest[1..];
            }
        }
        // Any other path begins with a name of this module, or with another crate.
        first => {
            let module = &modules[&at];
            if !module.children.contains(first) && !module.names.contains_key(first) {
                return None;
            }
        }
    }
    let mut named = false;
    while let Some(segment) = rest.first() {
        let module = modules.get(&at)?;
        if module.children.contains(segment) {
            at.push(segment.clone());
            rest = &rest[1..];
            continue;
        }
        if let Some(target) = module.names.get(segment) {
            let mut target = target.clone();
            target.extend_from_slice(&rest[1..]);
            // A name that is no path of this crate belongs to another crate.
            return resolve(modules, &at, &target, depth + 1);
        }
        if !module.defined.contains(segment) {
            for glob in &module.globs {
                let mut target = glob.clone();
                target.extend_from_slice(rest);
                if let Some(found) = resolve(modules, &at, &target, depth + 1) {
                    return Some(found);
                }
            }
            return None;
        }
        named = true;
        break;
    }
    // A module alone is used through the paths that begin with it.
    named.then(|| modules.get(&at).map(|module| module.file.clone())).flatten()
}

/// A module's own names, and every path that its code uses.
fn read(file: &str, tokens: &[Token]) -> (Module, Vec<Vec<String>>) {
    let mut module = Module { file: file.to_owned(), ..Module::default() };
    let mut used = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let token = tokens[at].as_str();
        match token {
            "use" => {
                let end = at + tokens[at..].iter().position(|token| token == ";").unwrap_or(0);
                let mut leaves = Vec::new();
                leaves_of(&tokens[at + 1..end], &mut 0, &[], &mut leaves);
                let passes_on = at > 0 && (tokens[at - 1] == "pub" || tokens[at - 1] == ")");
                for (path, name) in leaves {
                    if name == "*" {
                        module.globs.push(path.clone());
                    } else {
                        module.names.insert(name, path.clone());
                    }
                    if !passes_on {
                        used.push(path);
                    }
                }
                at = end + 1;
                continue;
            }
            "mod" if tokens.get(at + 2).is_some_and(|token| token == ";") => {
                module.children.insert(tokens[at + 1].clone());
            }
            "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "union" | "macro_rules" => {
                if let Some(name) = tokens[at + 1..].iter().find(|token| !matches!(token.as_str(), "fn" | "mut" | "!"))
                {
                    module.defined.insert(name.clone());
                }
            }
            _ if is_name(token) && tokens.get(at + 1).is_some_and(|token| token == "::") => {
                let mut path = vec![token.to_owned()];
                let mut next = at + 1;
                while tokens.get(next).is_some_and(|token| token == "::")
                    && let Some(segment) = tokens.get(next + 1).filter(|token| is_name(token))
                {
                    path.push(segment.clone());
                    next += 2;
                }
                used.push(path);
                at = next;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    (module, used)
}

/// The leaves of a tree of `use`: the whole path, and the name that it is known by.
fn leaves_of(tokens: &[Token], at: &mut usize, before: &[String], out: &mut Vec<(Vec<String>, String)>) {
    let mut path = before.to_vec();
    while *at < tokens.len() {
        match tokens[*at].as_str() {
            "::" => *at += 1,
            "{" => {
                *at += 1;
                while *at < tokens.len() && tokens[*at] != "}" {
                    leaves_of(tokens, at, &path, out);
                    if tokens.get(*at).is_some_and(|token| token == ",") {
                        *at += 1;
                    }
                }
                *at += 1;
                return;
            }
            "," | "}" => break,
            "*" => {
                *at += 1;
                out.push((path, "*".to_owned()));
                return;
            }
            "as" => {
                let name = tokens.get(*at + 1).cloned().unwrap_or_default();
                *at += 2;
                out.push((path, name));
                return;
            }
            "self" if !path.is_empty() && path.len() == before.len() => *at += 1,
            segment => {
                path.push(segment.to_owned());
                *at += 1;
            }
        }
    }
    let name = path.last().cloned().unwrap_or_default();
    out.push((path, name));
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// Names and marks; `::` is one mark.
fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(&first) = rest.peek() {
        if first.is_alphanumeric() || first == '_' {
            let mut word = String::new();
            while let Some(letter) = rest.next_if(|letter| letter.is_alphanumeric() || *letter == '_') {
                word.push(letter);
            }
            out.push(word);
            continue;
        }
        rest.next();
        if first == ':' && rest.next_if_eq(&':').is_some() {
            out.push("::".to_owned());
        } else if !first.is_whitespace() {
            out.push(first.to_string());
        }
    }
    out
}

/// The source without comments and without what stands in strings and characters.
fn without_words(text: &str) -> String {
    let bytes: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        let next = bytes.get(at + 1).copied();
        match bytes[at] {
            '/' if next == Some('/') => {
                while at < bytes.len() && bytes[at] != '\n' {
                    at += 1;
                }
            }
            '/' if next == Some('*') => {
                while at + 1 < bytes.len() && !(bytes[at] == '*' && bytes[at + 1] == '/') {
                    at += 1;
                }
                at += 2;
            }
            'r' if matches!(next, Some('"' | '#'))
                && !bytes[..at].last().is_some_and(|c| c.is_alphanumeric() || *c == '_') =>
            {
                let hashes = bytes[at + 1..].iter().take_while(|c| **c == '#').count();
                if bytes.get(at + 1 + hashes) != Some(&'"') {
                    out.push('r');
                    at += 1;
                    continue;
                }
                at += 2 + hashes;
                let is_end = |at: usize| {
                    bytes[at] == '"' && bytes[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes
                };
                while at < bytes.len() && !is_end(at) {
                    at += 1;
                }
                at += 1 + hashes;
                out.push(' ');
            }
            '"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != '"' {
                    at += if bytes[at] == '\\' { 2 } else { 1 };
                }
                at += 1;
                out.push(' ');
            }
            // A character, not a lifetime: an escape, or one character and a quotation mark.
            '\'' if next == Some('\\') => {
                at += 3;
                while at < bytes.len() && bytes[at] != '\'' {
                    at += 1;
                }
                at += 1;
            }
            '\'' if bytes.get(at + 2) == Some(&'\'') => at += 3,
            other => {
                out.push(other);
                at += 1;
            }
        }
    }
    out
}

/// The source without items under `#[cfg(test)]`.
fn without_tests(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.find("#[cfg(test)]") {
        out.push_str(&rest[..found]);
        let item = &rest[found + "#[cfg(test)]".len()..];
        let mut depth = 0_usize;
        let mut end = item.len();
        for (at, letter) in item.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        end = at + 1;
                        break;
                    }
                }
                ';' if depth == 0 => {
                    end = at + 1;
                    break;
                }
                _ => {}
            }
        }
        rest = &item[end..];
    }
    out.push_str(rest);
    out
}
