//! The cases of `cases.tsv`, the loading of taxonomies, and their laws.

use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static DEFAULT: LazyLock<Taxonomy> = LazyLock::new(|| Taxonomy::embedded().unwrap());

#[test]
fn every_case_of_the_list() {
    let mut wrong = Vec::new();
    for line in include_str!("cases.tsv").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut fields = line.split('\t');
        let (wanted, section, text) = (fields.next().unwrap(), fields.next().unwrap(), fields.next().unwrap());
        let ranking = rank(text, Some(section).filter(|section| *section != "-"), &DEFAULT);
        let first = ranking.categories.first().map_or("-", String::as_str);
        if !wanted.split('|').any(|id| id == first) {
            wrong.push(format!("{wanted} expected, {:?} found: [{section}] {text}", ranking.categories));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn an_item_moved_by_its_own_words_is_marked() {
    assert!(rank("It was suggested to move this to outcomes.", None, &DEFAULT).moved);
    assert!(!rank("The group moved to the next point, funding.", None, &DEFAULT).moved);
    assert!(!rank("The furniture will be moved to the hall.", None, &DEFAULT).moved);
}

#[test]
fn the_eleven_categories_have_what_people_need() {
    assert_eq!(DEFAULT.categories().len(), 11);
    for category in DEFAULT.categories() {
        assert!(!category.name.is_empty() && category.description.ends_with('.'), "{}", category.id);
        assert!(category.terms.len() >= 20, "{} has few terms", category.id);
    }
}

#[test]
fn a_workspace_brings_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let own = "[[category]]\nid = \"roads\"\nname = \"Roads\"\ndescription = \"Streets and traffic.\"\n[category.terms]\n\"traffic\" = 3\n";
    std::fs::write(folder.path().join("taxonomy.toml"), own).unwrap();
    let taxonomy = Taxonomy::load(Some(folder.path())).unwrap();
    assert_eq!(rank("Staff will count the traffic.", None, &taxonomy).categories, ["roads"]);
    assert_eq!(Taxonomy::load(Some(&folder.path().join("none"))).unwrap().categories().len(), 11);
}

#[test]
fn what_is_wrong_with_a_taxonomy_is_said() {
    let wrong = |text: &str| Taxonomy::parse(text, "own.toml").unwrap_err().message;
    assert_eq!(wrong("category = 3"), "own.toml is no taxonomy");
    let twice = "[[category]]\nid=\"a\"\nname=\"A\"\ndescription=\"A.\"\n[[category]]\nid=\"a\"\nname=\"A\"\ndescription=\"A.\"\n";
    assert_eq!(wrong(twice), "own.toml: category 2 has no id of its own: \"a\"");
    let weight = "[[category]]\nid=\"a\"\nname=\"A\"\ndescription=\"A.\"\n[category.terms]\n\"x\" = 50\n";
    assert_eq!(wrong(weight), "own.toml: category \"a\": the term \"x\" needs letters and a weight from 0 to 10");
}

proptest! {
    #[test]
    fn any_text_gives_known_categories_once_each(text in "\\PC{0,80}", section in "\\PC{0,30}") {
        let found = rank(&text, Some(&section), &DEFAULT).categories;
        let mut once = found.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), found.len());
        prop_assert!(found.iter().all(|id| DEFAULT.categories().iter().any(|category| category.id == *id)));
    }
}
