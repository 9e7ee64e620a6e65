//! The names of categories as people read them.

use crate::tag::Taxonomy;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is said where an item has no category.
const NONE: &str = "No category";

/// Names by id; cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Titles {
    names: Arc<BTreeMap<String, String>>,
}

impl Titles {
    /// The names that a taxonomy gives.
    #[must_use]
    pub fn of_taxonomy(taxonomy: &Taxonomy) -> Self {
        let name = |category: &crate::tag::Category| (category.id.clone(), category.name.clone());
        Self { names: Arc::new(taxonomy.categories().iter().map(name).collect()) }
    }

    /// Whether the taxonomy has a category.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.names.contains_key(id)
    }

    /// The categories of the taxonomy, by their ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The name of a category. One that the taxonomy does not have (people made it up in a correction, or an older taxonomy
    /// had it) is named by its id: `funding` is "Funding". No id is "No category".
    #[must_use]
    pub fn of(&self, id: &str) -> String {
        match self.names.get(id) {
            Some(name) => name.clone(),
            None if id.is_empty() => NONE.to_owned(),
            None => {
                let mut letters = id.chars().map(|letter| if letter == '-' { ' ' } else { letter });
                letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_has_the_name_of_the_taxonomy_or_of_its_id() {
        let titles = Titles::of_taxonomy(&Taxonomy::embedded().unwrap());
        assert_eq!(titles.of("stakeholder-engagement"), "Stakeholder engagement");
        assert!(titles.of("ig-entities-links").starts_with("Links"), "{}", titles.of("ig-entities-links"));
        assert_eq!(titles.of("made-up"), "Made up");
        assert_eq!(titles.of(""), "No category");
    }
}
