//! The names that people read for what is kept as an id.

use crate::error::RunError;
use crate::record::Record;
use crate::tag::Taxonomy;
use serde::Serialize;

/// A category as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CategoryName {
    /// Stable, in trackers and queries.
    pub id: String,
    /// For people.
    pub name: String,
    /// What belongs into it, in a sentence.
    pub description: String,
}

impl Record {
    /// The categories of the workspace's taxonomy, in its order.
    ///
    /// # Errors
    /// `rules/taxonomy.toml` is there and is no taxonomy.
    pub fn categories(&self) -> Result<Vec<CategoryName>, RunError> {
        let taxonomy = Taxonomy::load(Some(&self.workspace().rules()))?;
        let named = taxonomy.categories().iter().map(|category| CategoryName {
            id: category.id.clone(),
            name: category.name.clone(),
            description: category.description.clone(),
        });
        Ok(named.collect())
    }
}
