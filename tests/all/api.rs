//! What other programs can reach: the names at the root of the crate, and the functions of the facade. A change of the list is
//! a change of the contract, to be made knowingly.

use std::path::{Path, PathBuf};

#[test]
fn the_public_api_is_as_recorded() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut lines = Vec::new();
    let root = std::fs::read_to_string(src.join("lib.rs")).unwrap();
    for declaration in statements(&root) {
        if declaration.starts_with("pub mod ") {
            lines.push(declaration);
        } else if let Some(used) = declaration.strip_prefix("pub use ") {
            lines.extend(names(used).into_iter().map(|name| format!("use {name}")));
        }
    }
    lines.sort();
    for file in files(&src.join("record")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let shown = file.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        for signature in statements(&text).into_iter().filter(|line| line.starts_with("pub fn ")) {
            lines.push(format!("{shown}: {signature}"));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

/// The declarations of a file up to `;` or `{`, each on one line; without comments.
fn statements(text: &str) -> Vec<String> {
    let code: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.starts_with("//")).collect();
    let mut all = Vec::new();
    let mut current = String::new();
    for line in code {
        let begins = line.starts_with("pub ");
        if current.is_empty() && !begins {
            continue;
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(line);
        let is_use = current.starts_with("pub use ");
        if line.ends_with(';') || (!is_use && line.ends_with('{')) {
            let words: Vec<&str> = current.trim_end_matches([';', '{']).split_whitespace().collect();
            all.push(words.join(" ").replace("( ", "(").replace(", )", ")"));
            current.clear();
        }
    }
    all
}

/// The paths of a tree of `use` one level deep.
fn names(used: &str) -> Vec<String> {
    let Some((before, inner)) = used.split_once('{') else { return vec![used.to_owned()] };
    let inner = inner.trim().trim_end_matches('}');
    inner.split(',').map(str::trim).filter(|name| !name.is_empty()).map(|name| format!("{before}{name}")).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}
