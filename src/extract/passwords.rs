//! Passwords of protected files, by file-name pattern, from a file of their own: never in the manifest, never on the
//! command line, never printed.

use crate::error::RunError;
use crate::settings::Settings;
use crate::workspace::Workspace;
use std::fmt;
use std::path::Path;

/// Patterns and passwords in the order of the file; the first pattern that fits a file is tried first.
#[derive(Clone, Default)]
pub struct Passwords {
    entries: Vec<(String, String)>,
}

impl Passwords {
    /// The passwords of a workspace; none where its settings name no file.
    ///
    /// # Errors
    /// The file is named but cannot be read.
    pub fn of(settings: &Settings, workspace: &Workspace) -> Result<Self, RunError> {
        match &settings.password_file {
            Some(path) => Self::load(&workspace.file(&path.to_string_lossy())),
            None => Ok(Self::default()),
        }
    }

    /// Reads a file of passwords: a file-name pattern and a password a line.
    ///
    /// # Errors
    /// It cannot be read, or a line is not of that form.
    pub fn load(path: &Path) -> Result<Self, RunError> {
        let text = crate::access::read_regular_text(path).map_err(|error| {
            RunError::new(format!("cannot read the password file {}", path.display())).because(error)
        })?;
        Self::parse(&text).map_err(|message| {
            RunError::settings(format!("{}: {message}", path.display()))
                .hint("each line is a file-name pattern, a tab and the password, for example: 2017-*.pdf<TAB>secret")
        })
    }

    /// Reads the text of a password file: a pattern and a password a line, separated by a tab or the first run of blanks.
    /// Empty lines and lines that begin with `#` are skipped. A pattern may hold `*` (anything) and `?` (one character)
    /// and is compared with the path as shown and with the bare file name.
    ///
    /// # Errors
    /// A line holds a pattern without a password; the message names the line, never its content.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut entries = Vec::new();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let split = line.split_once('\t').or_else(|| line.trim_start().split_once(char::is_whitespace));
            let Some((pattern, password)) = split else {
                return Err(format!("line {} has no password: expected PATTERN, a tab, PASSWORD", index + 1));
            };
            entries.push((pattern.trim().to_owned(), password.trim_start_matches(['\t', ' ']).to_owned()));
        }
        Ok(Self { entries })
    }

    /// The passwords whose pattern fits `path`, in the order of the file.
    pub fn candidates<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        self.entries
            .iter()
            .filter(move |(pattern, _)| {
                fits(pattern.as_bytes(), path.as_bytes()) || fits(pattern.as_bytes(), name.as_bytes())
            })
            .map(|(_, password)| password.as_str())
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Passwords({} patterns)", self.entries.len())
    }
}

/// Whether a pattern with `*` and `?` fits the whole of `text`; linear time but for the last `*`.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at_pattern, mut at_text) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(&letter) = text.get(at_text) {
        match pattern.get(at_pattern) {
            Some(b'*') => {
                retry = Some((at_pattern + 1, at_text));
                at_pattern += 1;
                continue;
            }
            Some(&wanted) if wanted == b'?' || wanted == letter => {
                at_pattern += 1;
                at_text += 1;
                continue;
            }
            _ => {}
        }
        let Some((after_star, from)) = retry else { return false };
        at_pattern = after_star;
        at_text = from + 1;
        retry = Some((after_star, from + 1));
    }
    pattern.get(at_pattern..).is_some_and(|rest| rest.iter().all(|&byte| byte == b'*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_names_and_paths() {
        for (pattern, path, want) in [
            ("*.pdf", "2017/a.pdf", true),
            ("2017/*", "2017/a.pdf", true),
            ("a?.pdf", "x/a1.pdf", true),
            ("a?.pdf", "x/a.pdf", false),
            ("*mag*2017*", "reports/mag-2017-03.pdf", true),
            ("*a*b", "aab", true),
            ("*a*b", "aabc", false),
            ("", "", true),
            ("**", "anything", true),
        ] {
            let name = path.rsplit('/').next().unwrap();
            let got = fits(pattern.as_bytes(), path.as_bytes()) || fits(pattern.as_bytes(), name.as_bytes());
            assert_eq!(got, want, "{pattern} {path}");
        }
    }

    #[test]
    fn a_password_file_keeps_its_order_and_its_blanks() {
        let passwords = Passwords::parse("# secret\n\nmag-*.pdf\tone two\n*  three\n").unwrap();
        assert_eq!(passwords.candidates("x/mag-1.pdf").collect::<Vec<_>>(), ["one two", "three"]);
        assert_eq!(passwords.candidates("x/other.pdf").collect::<Vec<_>>(), ["three"]);
        assert_eq!(format!("{passwords:?}"), "Passwords(2 patterns)");
    }

    #[test]
    fn a_line_without_password_is_an_error_that_does_not_repeat_it() {
        let error = Passwords::parse("hunter2\n").unwrap_err();
        assert!(error.contains("line 1") && !error.contains("hunter2"), "{error}");
    }
}
