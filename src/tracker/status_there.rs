//! What another tool says of the state of items, taken back: a status that was changed there comes into the tracker, one that people
//! have changed on both sides is a conflict that names both.

use super::event::{Conflict, Event, Reason};
use super::history::History;
use super::keys::Learnt;
use super::work::Occasion;
use crate::model::State;

/// The column that a tool's status goes into.
const STATUS: &str = "status";

/// What follows from the statuses of a file, for the ledger.
#[must_use]
pub fn taken_back(history: &History, learnt: &Learnt, occasion: &Occasion, file: &str) -> Vec<Event> {
    let mut events = Vec::new();
    for (id, status) in &learnt.statuses {
        let before = history.status_there(learnt.tool, id);
        if before == Some(status.as_str()) {
            continue;
        }
        let kept = history.subject(id).map(|subject| subject.cell(STATUS)).unwrap_or_default();
        if !kept.eq_ignore_ascii_case(status) {
            events.extend(change(before, kept, status).map(|verdict| match verdict {
                Verdict::Takes => Event::Edited {
                    id: id.clone(),
                    column: STATUS.to_owned(),
                    value: status.clone(),
                    base: String::new(),
                    file: file.to_owned(),
                    act: format!("status-of-{}-{}", learnt.tool, occasion.run),
                },
                Verdict::Differs => Event::Conflict(Conflict {
                    id: id.clone(),
                    column: STATUS.to_owned(),
                    reason: Reason::BothChanged,
                    kept: kept.to_owned(),
                    other: status.clone(),
                    base: String::new(),
                    file: file.to_owned(),
                    since: occasion.day.clone(),
                    act: String::new(),
                }),
            }));
        }
        events.push(Event::StatusThere { id: id.clone(), tool: learnt.tool.to_owned(), status: status.clone() });
    }
    events
}

enum Verdict {
    Takes,
    Differs,
}

/// What a status that is new there means here. `before` is what the tool said last.
fn change(before: Option<&str>, kept: &str, now: &str) -> Option<Verdict> {
    let has_ended = State::of(now) != State::Open;
    match before {
        // What every issue begins with says nothing of the item.
        None if !has_ended => None,
        None if kept.is_empty() => Some(Verdict::Takes),
        None => (State::of(kept) != State::of(now)).then_some(Verdict::Differs),
        Some(before) if kept.is_empty() || same(kept, before) => Some(Verdict::Takes),
        Some(_) => Some(Verdict::Differs),
    }
}

fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || State::of(one) != State::Open && State::of(one) == State::of(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample::row;
    use crate::tracker::{learn, merge};

    const ID: &str = "k#1~aaaaaaaa.d";

    fn history(status: &str) -> History {
        let mut history = History::default();
        merge(&mut history, &occasion(), vec![row(ID)], &[]);
        edit(&mut history, status);
        history
    }

    fn occasion() -> Occasion {
        Occasion { run: 1, day: "2026-11-21".to_owned(), ..Occasion::default() }
    }

    fn edit(history: &mut History, status: &str) {
        let (base, file, act) = (String::new(), "tracker.csv".to_owned(), "act".to_owned());
        let (id, column, value) = (ID.to_owned(), STATUS.to_owned(), status.to_owned());
        history.apply(1, &Event::Edited { id, column, value, base, file, act });
    }

    fn takes(history: &mut History, file: &str) -> usize {
        let learnt = learn(history, file.as_bytes(), "jira.csv").unwrap();
        let events = taken_back(history, &learnt, &occasion(), "jira.csv");
        events.iter().for_each(|event| history.apply(1, event));
        events.iter().filter(|event| matches!(event, Event::Edited { .. } | Event::Conflict(_))).count()
    }

    #[test]
    fn a_status_changed_there_comes_back_and_one_changed_on_both_sides_is_a_conflict() {
        let jira = |status: &str| format!("Issue key,Status,External ID\nMAG-1,{status},{ID}\n");
        let mut history = history("");
        assert_eq!(takes(&mut history, &jira("To Do")), 0, "what every issue begins with");
        assert_eq!(takes(&mut history, &jira("Done")), 1);
        assert_eq!(history.subject(ID).unwrap().cell(STATUS), "Done");
        assert_eq!(takes(&mut history, &jira("Done")), 0, "known");
        edit(&mut history, "superseded");
        assert_eq!(takes(&mut history, &jira("Done")), 0, "nobody changed it there");
        assert_eq!(takes(&mut history, &jira("In Progress")), 1);
        assert_eq!(history.subject(ID).unwrap().cell(STATUS), "superseded");
        assert!(matches!(history.conflicts(), [conflict] if conflict.other == "In Progress"));
    }

    #[test]
    fn issues_of_github_close_items_and_open_them_again() {
        let issues =
            |state: &str| format!(r#"[{{"number": 7, "state": "{state}", "body": "x\nminutebook id: `{ID}`"}}]"#);
        let mut history = history("");
        assert_eq!(takes(&mut history, &issues("OPEN")), 0);
        takes(&mut history, &issues("CLOSED"));
        assert_eq!(history.subject(ID).unwrap().cell(STATUS), "done");
        takes(&mut history, &issues("OPEN"));
        assert_eq!(history.subject(ID).unwrap().cell(STATUS), "open");
    }
}
