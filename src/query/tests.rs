use super::*;
use proptest::prelude::*;

fn read(query: &str) -> String {
    Query::parse(query).map(|query| query.to_string()).unwrap_or_else(|error| format!("column {}", error.column))
}

#[test]
fn queries_print_in_their_canonical_form() {
    for (query, expected) in [
        ("", "*"),
        ("  newcomers ", "newcomers"),
        ("newcomers session", "newcomers session"),
        ("newcomers AND session", "+newcomers +session"),
        ("a b OR c d", "(a b) OR (c d)"),
        ("a (b OR c) d", "a (b OR c) d"),
        ("NOT a b", "-a b"),
        ("a NOT (b c)", "a -(b c)"),
        ("+a b -c", "+a -c b"),
        ("+a +b", "+a +b"),
        ("a AND NOT b", "+a -b"),
        ("standing:Adopted", "standing:\"adopted\""),
        ("a AND b +c d", "+a +b +c d"),
        ("“best practice forum”", "\"best practice forum\""),
        ("\"a b\"~5", "\"a b\"~5"),
        ("newcom*", "newcom*"),
        ("term~", "term~1"),
        ("term~2", "term~2"),
        ("exact:Term", "exact:Term"),
        ("exact:\"two words\"", "exact:\"two words\""),
        ("kind:decisions", "kind:\"decision\""),
        ("kind: decision", "kind:\"decision\""),
        ("owner:secretariat", "actor:\"secretariat\""),
        ("body:MAG", "body:\"MAG\""),
        ("force:>=agreed", "force:[agreed TO decided]"),
        ("force:<requested", "force:[noted TO recommended]"),
        ("date:2015", "date:[2015-01-01 TO 2015-12-31]"),
        ("date:>2015-06", "date:[2015-07-01 TO *]"),
        ("date:[2015-01-01 TO 2016-12-31]", "date:[2015-01-01 TO 2016-12-31]"),
        ("date:[* to 2016]", "date:[* TO 2016-12-31]"),
        ("year:2015", "year:[2015 TO 2015]"),
        ("page:<=3", "page:[* TO 3]"),
        ("annex:none", "annex:none"),
        ("report:mag-2017*", "report:mag-2017*"),
        ("https://example.org/a", "https\\://example.org/a"),
        ("10:30", "10\\:30"),
        ("WG-IMP e-mail", "WG-IMP e-mail"),
        ("a - b", "a \\- b"),
        ("C++", "C++"),
        ("Note: the budget", "Note\\: the budget"),
        ("what was decided?", "what was decided?"),
        ("ORder ANDroid", "ORder ANDroid"),
        ("or and not", "or and not"),
    ] {
        assert_eq!(read(query), expected, "{query}");
    }
}

#[test]
fn mistakes_are_shown_where_they_are() {
    for (query, column) in [
        ("\"open quote", 1),
        ("a \"open", 3),
        ("(a b", 1),
        ("a b)", 4),
        ("a OR", 5),
        ("OR a", 1),
        ("AND a", 1),
        ("a AND", 6),
        ("a AND OR b", 7),
        ("NOT", 4),
        ("()", 2),
        ("\"\"", 1),
        ("\"...\"", 1),
        ("auhtor:x", 1),
        ("a nosuchfield:x", 3),
        ("kind:verdict", 6),
        ("kind:", 6),
        ("force:>=mighty", 7),
        ("date:soon", 6),
        ("date:[2016 TO 2015]", 6),
        ("date:[2016]", 6),
        ("date:[2016 TO 2017", 6),
        ("body:[a TO b]", 6),
        ("year:99", 6),
        ("page:x", 6),
        ("term~9", 7),
        ("\"a b\"~", 7),
        ("\"a b\"~99999", 12),
        ("*~1", 2),
        ("a~1b~3", 7),
        ("term~x", 6),
        ("exact:", 7),
        ("\\", 1),
    ] {
        let error = Query::parse(query);
        let Err(error) = error else {
            // A tilde without a number means one edit, and what follows it is a word of its own.
            assert_eq!(query, "term~x", "{query}");
            continue;
        };
        assert_eq!(error.column, column, "{query}: {error}");
        assert!(!error.right_form.is_empty(), "{query}");
    }
}

#[test]
fn an_error_shows_the_query_the_column_and_the_right_form() {
    let error = Query::parse("newcomers auhtor:x").unwrap_err();
    insta::assert_snapshot!(error.to_string());
    let long = format!("{}\u{7}\n(", "word ".repeat(60));
    let shown = Query::parse(&long).unwrap_err().to_string();
    assert!(shown.lines().all(|line| line.chars().count() < 100) && !shown.contains('\u{7}'), "{shown}");
}

#[test]
fn depth_and_length_are_bounded() {
    for query in [
        "(".repeat(100_000),
        "-".repeat(3_000) + "a",
        "NOT ".repeat(900) + "a",
        "(-".repeat(1_500),
        "a ".repeat(100_000),
    ] {
        assert!(Query::parse(&query).is_err());
    }
}

/// Pieces from which queries of every form come up.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zé]{1,5}",
        "[a-z]{1,4}\\*",
        "[a-z]{2,5}~[0-3]?",
        "\"[a-z ]{0,9}\"(~[0-9]{1,3})?",
        Just("exact:word".to_owned()),
        "(kind|body|date|force|year|annex|nosuch):(decision|MAG|2015|>=agreed|\\[2015 TO 2016\\]|none|\\*)",
        "[()+\\-\\\\:~*\\[\\]\"“”<>=]{1,3}",
        Just("AND".to_owned()),
        Just("OR".to_owned()),
        Just("NOT".to_owned()),
        "\\PC{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_read_reads_back_the_same(pieces in proptest::collection::vec(piece(), 0..9), gap in " ?") {
        let query = pieces.join(if gap.is_empty() { "" } else { " " });
        match Query::parse(&query) {
            Ok(read) => {
                let printed = read.to_string();
                prop_assert_eq!(Query::parse(&printed).map_err(|error| error.to_string()), Ok(read), "{} printed as {}", query, printed);
            }
            Err(error) => {
                prop_assert!(error.column >= 1 && error.column <= query.chars().count() + 1, "{error}");
                let _ = error.to_string();
            }
        }
    }
}
