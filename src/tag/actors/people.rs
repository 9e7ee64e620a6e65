//! `people.csv` of a workspace: who has which account and address, so that a tracker can assign its rows.
//!
//! Columns by name: `name` (as in the actors of items), `aliases` (separated by `;`), `email`; every other column is an
//! account under the column's own name (`github`, `jira`, `asana`, ...).

use super::names::Names;
use crate::error::RunError;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::path::Path;

/// One person or body of the list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// As in the actors of items.
    pub name: String,
    /// E-mail address, where given.
    pub email: Option<String>,
    /// Accounts by the name of the service; empty ones are left out.
    pub accounts: BTreeMap<String, String>,
}

/// The list, for look-up by name or alias.
#[derive(Debug, Clone, Default)]
pub struct People {
    persons: Vec<Person>,
    by_name: FxHashMap<String, usize>,
}

impl People {
    /// Reads `people.csv`; an absent file is an empty list.
    ///
    /// # Errors
    /// The file cannot be read, has no `name` column, a row without a name, or a name twice: the error names the line.
    pub fn load(path: &Path) -> Result<Self, RunError> {
        match crate::access::read_regular_text(path) {
            Ok(text) => Self::parse(&text, &path.display().to_string()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(RunError::new(format!("cannot read {}", path.display())).because(error)),
        }
    }

    /// Reads the text of a list; `shown` is its name in messages.
    ///
    /// # Errors
    /// As [`People::load`].
    pub fn parse(text: &str, shown: &str) -> Result<Self, RunError> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
        let headers = reader
            .headers()
            .map_err(|error| RunError::settings(format!("{shown} is no table")).because(error))?
            .clone();
        let mut people = Self::default();
        for (index, row) in reader.records().enumerate() {
            let line = index + 2;
            let row =
                row.map_err(|error| RunError::settings(format!("{shown}, line {line}: not a row")).because(error))?;
            let mut person = Person::default();
            let mut aliases = Vec::new();
            for (column, value) in headers.iter().zip(row.iter()).filter(|(_, value)| !value.is_empty()) {
                match column {
                    "name" => value.clone_into(&mut person.name),
                    "email" => person.email = Some(value.to_owned()),
                    "aliases" => aliases.extend(value.split(';').map(|alias| alias.trim().to_owned())),
                    service => {
                        person.accounts.insert(service.to_owned(), value.to_owned());
                    }
                }
            }
            if person.name.is_empty() {
                return Err(RunError::settings(format!("{shown}, line {line}: a person needs a name"))
                    .hint("The first line names the columns: name,aliases,email, then one per service."));
            }
            aliases.push(person.name.clone());
            for alias in aliases.into_iter().filter(|alias| !alias.is_empty()) {
                if people
                    .by_name
                    .insert(alias.to_lowercase(), people.persons.len())
                    .is_some_and(|other| other != people.persons.len())
                {
                    return Err(RunError::settings(format!("{shown}, line {line}: \"{alias}\" names two persons")));
                }
            }
            people.persons.push(person);
        }
        Ok(people)
    }

    /// The person that an actor's name means.
    #[must_use]
    pub fn find(&self, actor: &str) -> Option<&Person> {
        self.by_name.get(&actor.to_lowercase()).and_then(|&index| self.persons.get(index))
    }

    /// The names of the list, by which a report's "Ana" is known as "Ana Keller".
    #[must_use]
    pub fn names(&self) -> Names {
        let mut names = Names::default();
        for person in &self.persons {
            names.add(&person.name);
        }
        names
    }

    /// The list's own name for an actor, else the name as it is.
    #[must_use]
    pub fn shown(&self, actor: String) -> String {
        self.find(&actor).map_or(actor, |person| person.name.clone())
    }

    /// All of the list, in its order.
    #[must_use]
    pub fn all(&self) -> &[Person] {
        &self.persons
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "name,aliases,email,github\nSecretariat,IGF Secretariat; office,office@example.org,\nAna Keller,Ana,ana@example.org,akeller\n";

    #[test]
    fn an_actor_is_found_by_name_and_alias_whatever_the_case() {
        let people = People::parse(LIST, "people.csv").unwrap();
        assert_eq!(people.find("igf secretariat").unwrap().email.as_deref(), Some("office@example.org"));
        assert_eq!(people.find("Ana").unwrap().accounts.get("github").map(String::as_str), Some("akeller"));
        assert!(people.find("Secretariat").unwrap().accounts.is_empty());
        assert_eq!(people.find("Board"), None);
        assert_eq!(people.all().len(), 2);
    }

    #[test]
    fn errors_name_the_line() {
        let wrong = |text: &str| People::parse(text, "people.csv").unwrap_err().message;
        assert_eq!(wrong("name,email\n,x@example.org\n"), "people.csv, line 2: a person needs a name");
        assert_eq!(wrong("name,aliases\nAna,A\nBen,a\n"), "people.csv, line 3: \"a\" names two persons");
    }
}
