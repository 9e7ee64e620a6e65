use super::*;

fn citation() -> Citation {
    Citation {
        id: "mag-2017-03-28#annex-2/7".into(),
        title: "Summary Report".into(),
        body: Some("MAG".into()),
        meeting: Some("Virtual Meeting II".into()),
        date: vec![2017, 3, 28],
        symbol: Some("A/80/604/Add.4".into()),
        place: Some("para. 7".into()),
        section: None,
        annex: vec!["Annex II".into()],
        page: Some(3),
        author: None,
        page_to: None,
        quoted_from: None,
        quote: None,
        url: Some("https://example.org/r.pdf#page=3".into()),
        link: "https://example.org/r.pdf#page=3".into(),
    }
}

#[test]
fn every_style_says_where_it_stands() {
    let all: Vec<String> =
        Style::ALL.iter().map(|(style, name)| format!("{name}\n{}", citation().in_style(*style))).collect();
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn little_is_known_and_nothing_is_invented() {
    let little =
        Citation { id: "notes".into(), title: "notes".into(), link: "corpus/notes.txt".into(), ..Citation::default() };
    let all: Vec<String> =
        Style::ALL.iter().map(|(style, name)| format!("{name}\n{}", little.in_style(*style))).collect();
    insta::assert_snapshot!(all.join("\n\n"));
}

#[test]
fn each_style_escapes_what_it_must() {
    let hostile = Citation {
        title: "50% of {A} & B_c \\input{x} $1 #2 [a](b) \"q\"".into(),
        body: Some("A & B".into()),
        url: Some("https://example.org/a_{b}(c) d".into()),
        ..citation()
    };
    let bibtex = hostile.in_style(Style::Bibtex);
    assert!(bibtex.contains("50\\% of \\{A\\} \\& B\\_c \\textbackslash{}input\\{x\\} \\$1 \\#2"), "{bibtex}");
    assert!(bibtex.contains("url = {https://example.org/a_%7Bb%7D(c)%20d}"), "{bibtex}");
    let opened = bibtex.replace("\\{", "").matches('{').count();
    assert_eq!(opened, bibtex.replace("\\}", "").matches('}').count(), "{bibtex}");
    let markdown = hostile.in_style(Style::Markdown);
    assert!(
        markdown.contains("\\[a\\](b)") && markdown.ends_with("(https://example.org/a%5F%7Bb%7D%28c%29%20d)"),
        "{markdown}"
    );
    let csl: serde_json::Value = serde_json::from_str(&hostile.in_style(Style::CslJson)).unwrap();
    assert_eq!(csl[0]["title"], hostile.title);
    assert_eq!(csl[0]["issued"]["date-parts"][0][2], 28);
}

#[test]
fn words_and_reference_are_ready_to_paste() {
    let cited = Citation {
        quote: Some("The MAG agreed on \u{201c}open\u{201d} calls & [links].".into()),
        quoted_from: Some("A/RES/70/125".into()),
        page_to: Some(4),
        ..citation()
    };
    let plain = cited.quoted_in_style(Style::Un);
    assert!(
        plain.starts_with("\u{201c}The MAG agreed on \u{2018}open\u{2019} calls & [links].\u{201d} (MAG, "),
        "{plain}"
    );
    assert!(plain.contains("pp. 3\u{2013}4, quoting A/RES/70/125"), "{plain}");
    let html = cited.quoted_in_style(Style::Html);
    assert!(html.contains("calls &amp; [links]") && html.contains("<cite><a href="), "{html}");
    assert!(cited.quoted_in_style(Style::Markdown).starts_with("> \u{201c}The MAG agreed"));
    assert!(cited.quoted_in_style(Style::Ris).contains("\nEP  - 4\n"));
    assert!(cited.quoted_in_style(Style::Bibtex).contains("pages = {3--4}"));
    let csl: serde_json::Value = serde_json::from_str(&cited.quoted_in_style(Style::CslJson)).unwrap();
    assert_eq!(csl[0]["page"], "3-4");
    assert!(csl[0]["abstract"].as_str().unwrap().starts_with("The MAG agreed"));
}
