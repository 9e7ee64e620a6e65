//! The index and the marks of a snippet answer by two ways; they must agree on every query.

use super::*;
use crate::query::ast::Node;
use crate::query::matching::Matcher;
use crate::query::words::Stems;
use proptest::prelude::*;

fn holds(node: &Node, text: &str) -> bool {
    let english = Stems::of("en");
    match node {
        Node::All | Node::Field(..) => true,
        Node::Text(_) => !Matcher::new(node, &[english]).marks(text, english).is_empty(),
        Node::And(parts) => parts.iter().all(|part| holds(part, text)),
        Node::Or(parts) => parts.iter().any(|part| holds(part, text)),
        Node::Not(inner) => !holds(inner, text),
        Node::Prefer { must, .. } => must.iter().all(|part| holds(part, text)),
    }
}

const WORDS: &[&str] = &[
    "policy",
    "policies",
    "option",
    "options",
    "multi-stakeholder",
    "multistakeholder",
    "agreed",
    "NRIs",
    "nri",
    "forum",
];

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(WORDS), 1..9).prop_map(|words| words.join(" "))
}

fn leaf() -> impl Strategy<Value = String> {
    let word = || proptest::sample::select(WORDS).prop_map(str::to_owned);
    prop_oneof![
        word(),
        word().prop_map(|word| format!("exact:{word}")),
        word().prop_map(|word| format!("{}*", &word.get(..3).unwrap())),
        word().prop_map(|word| format!("*{}", word.get(2..).unwrap())),
        proptest::sample::select(&["polici~1", "optoin~1", "foru~2", "nr~1"][..]).prop_map(str::to_owned),
        (word(), word()).prop_map(|(one, two)| format!("\"{one} {two}\"")),
        (word(), word(), 0_u32..4).prop_map(|(one, two, slack)| format!("\"{one} {two}\"~{slack}")),
        (word(), word(), word(), 1_u32..4)
            .prop_map(|(one, two, three, slack)| format!("\"{one} {two} {three}\"~{slack}")),
    ]
}

fn query() -> impl Strategy<Value = String> {
    leaf().prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(one, two)| format!("({one} {two})")),
            (inner.clone(), inner.clone()).prop_map(|(one, two)| format!("({one} OR {two})")),
            (inner.clone(), inner.clone()).prop_map(|(one, two)| format!("({one} -{two})")),
            (inner.clone(), inner).prop_map(|(one, two)| format!("(+{one} {two})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_index_finds_what_the_words_say(texts in proptest::collection::vec(text(), 1..12), queries in proptest::collection::vec(query(), 12)) {
        let dir = tempfile::tempdir().unwrap();
        let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
        let reader = index(dir.path(), &[report("mag-2017", "2017", &borrowed)]);
        for query in queries {
            let root = Query::parse(&query).unwrap().root;
            let mut expected: Vec<String> = (1..=texts.len())
                .filter(|number| holds(&root, &texts[number - 1]))
                .map(|number| format!("mag-2017#{number}"))
                .collect();
            expected.sort();
            let options = Options { group: false, limit: 100, ..Options::default() };
            let mut found: Vec<String> = search(&reader, &query, &options).hits.into_iter().map(|hit| hit.id).collect();
            found.sort();
            prop_assert_eq!(found, expected, "{} in {:?}", query, &texts);
        }
    }
}
