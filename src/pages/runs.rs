//! For the Secretariat: the runs so far and what each needed a person for, and which readings need eyes.

use super::answer::Answer;
use super::ask::{Ask, Form};
use super::frame::Sheet;
use super::refusal::Refusal;
use super::scene::Scene;
use maud::html;
use serde_json::json;

/// The page.
///
/// # Errors
/// The record cannot be read.
pub fn page(scene: &Scene<'_>, ask: &Ask) -> Result<Answer, Refusal> {
    let (status, links) = (scene.record.status()?, &scene.links);
    let runs = scene.record.runs();
    let mut doubtful: Vec<_> = status.catalogue().reports.iter().filter(|report| !report.suspect.is_empty()).collect();
    doubtful.sort_by(|one, other| one.audit.unwrap_or(1.0).total_cmp(&other.audit.unwrap_or(1.0)));
    if ask.form == Form::Json {
        let eyes: Vec<_> = doubtful
            .iter()
            .map(|report| json!({"key": report.key, "score": report.audit, "reasons": report.suspect}))
            .collect();
        return Ok(Answer::json(&json!({
            "schema": "minutebook/runs/1", "generation": status.generation, "runs": runs, "needs_eyes": eyes,
        })));
    }
    let body = html! {
        @if let Some(held) = &status.held { p class="notice" {
            "Generation " (held.generation) " is finished and waits for a person: minutebook index publish, or the run report, says more."
        } }
        @if status.pin.is_some() { p class="notice" { "The index was taken back: runs publish nothing until it is let go." } }
        section {
            h2 id="eyes" { "Needs eyes" }
            @if doubtful.is_empty() { p { "No reading is in doubt." } }
            @else { table {
                thead { tr { th scope="col" { "Report" } th scope="col" class="number" { "Score" } th scope="col" { "Why" } } }
                tbody { @for report in &doubtful { tr {
                    th scope="row" { a href=(links.id(&report.key)) { (report.key) } }
                    td class="number" { @if let Some(score) = report.audit { (format!("{score:.2}")) } }
                    td { ul class="plain" { @for reason in &report.suspect { li { (reason) } } } }
                } } }
            } }
        }
        section {
            h2 { "Runs" }
            div class="scroll" tabindex="0" role="region" aria-label="Runs" { table {
                thead { tr {
                    th scope="col" { "Began" } th scope="col" { "Outcome" } th scope="col" class="number" { "Generation" }
                    th scope="col" class="number" { "Seconds" } th scope="col" class="number" { "Reports" } th scope="col" class="number" { "Not read" }
                    th scope="col" class="number" { "New" } th scope="col" class="number" { "Changed" } th scope="col" class="number" { "Gone" }
                    th scope="col" { "Needed a person" }
                } }
                tbody { @for run in runs.iter().rev() { tr {
                    th scope="row" { (moment(&run.started)) } td { (run.outcome) } td class="number" { (run.generation) }
                    td class="number" { (format!("{:.1}", run.seconds)) } td class="number" { (run.reports) } td class="number" { (run.not_read) }
                    td class="number" { (run.gained) } td class="number" { (run.changed) } td class="number" { (run.lost) }
                    td { @if run.needed.is_empty() { "no" } @else { ul class="plain" { @for need in &run.needed { li { (need) } } } } }
                } } }
            } }
        }
    };
    let mut sheet = Sheet::new("Runs", body);
    sheet.forms.push(("JSON", "application/json", links.to("runs.json")));
    Ok(scene.html(&sheet, ask))
}

/// A moment as people read it: "2019-05-08 03:00 UTC".
#[must_use]
pub fn moment(started: &str) -> String {
    match started.strip_suffix('Z').and_then(|rest| rest.split_once('T')) {
        Some((day, time)) => format!("{day} {} UTC", time.get(..5).unwrap_or(time)),
        None => started.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn moments_are_read_by_people() {
        assert_eq!(moment("2019-05-08T03:00:12Z"), "2019-05-08 03:00 UTC");
        assert_eq!(moment("last night"), "last night");
    }
}
