use super::*;
use crate::query::Query;

fn reading(query: &str) -> Reading {
    read(&Query::parse(query).unwrap()).unwrap()
}

fn subject(query: &str) -> Vec<String> {
    reading(query).concepts.into_iter().filter(|concept| concept.weight >= 1.0).map(|concept| concept.typed).collect()
}

#[test]
fn grammar_does_not_count_and_cues_turn_into_fields() {
    // Who decided counts, but less: the name stands over the report, seldom in the sentence.
    assert_eq!(subject("what did the board decide about berths"), ["berths"]);
    assert_eq!(
        reading("what did the board decide about berths")
            .strict(&reading("what did the board decide about berths").wishes)
            .to_string(),
        "berths kind:\"decision\""
    );
    assert_eq!(subject("who was asked to do what on quay repairs"), ["quay", "repairs"]);
    assert_eq!(subject("recommendations on berths"), ["berths"]);
    assert_eq!(subject("agreement with the port"), ["agreement", "port"]);
}

#[test]
fn numbers_days_and_symbols_are_one_thing_each() {
    let ways = |query: &str| -> Vec<String> {
        reading(query).concepts.into_iter().flat_map(|concept| concept.ways).map(|way| way.text.words).collect()
    };
    for (query, expected) in [
        ("756200", "756 200"),
        ("756,200", "756200"),
        ("$40,000", "40000"),
        ("5 April", "april 5th"),
        ("April 5th", "5 april"),
        ("2017-04-05", "5 april"),
        ("5 April 2017", "2017 04 05"),
        ("S/RES/2800", "resolution 2800"),
        ("resolution 2800", "res 2800"),
        ("resolution 2800 (2026)", "res 2800"),
    ] {
        assert!(ways(query).iter().any(|way| way == expected), "{query}: {:?}", ways(query));
    }
    assert_eq!(reading("paragraph 63").concepts[0].number.as_deref(), Some("63"));
    assert_eq!(reading("A/80/604/Add.4 budget").concepts.len(), 2);
}

#[test]
fn operators_are_left_as_they_are() {
    for query in [
        "berths OR quays",
        "+berths quays",
        "berths -quays",
        "berth*",
        "exact:berths",
        "kind:decision",
        "berths AND quays",
    ] {
        assert!(read(&Query::parse(query).unwrap()).is_none(), "{query}");
    }
    assert_eq!(reading("berths not quays").small_operators, ["not"]);
}
