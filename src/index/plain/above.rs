//! Where else than in its own words a passage speaks of a thing: in the headings above it, in the words that it completes or follows, in
//! the title, body and date of its report.

use tantivy::Term;

use super::Maker;
use crate::index::names;
use crate::query::plain::data::WORDS;
use crate::query::plain::{Concept, Reading};
use crate::query::words::{fold_all, words};

/// The heading above a passage, the words that it completes, the title of its report, its body: the frequency that each stands
/// for, and the share of the thing asked for that it covers.
const IN_SECTION: (f32, f32) = (0.5, 0.9);
const IN_STEM: (f32, f32) = (0.55, 0.9);
const IN_TITLE: (f32, f32) = (0.3, 0.7);
const IN_BODY: (f32, f32) = (0.3, 0.7);
/// The same for the words right before a short passage, and for the year or month of its report.
const RIGHT_BEFORE: (f32, f32) = (0.3, 0.6);
const OF_THAT_TIME: (f32, f32) = (0.4, 0.9);
/// What the words count that name a body, all together: they stand over its reports, seldom in the sentence.
const NAME_OF_BODY: f32 = 0.4;

/// A term above a passage, the frequency that it stands for, and the share of the thing that it covers.
type Above = (Term, f32, f32);

impl Maker<'_, '_> {
    /// Where else than in its own text a passage may speak of a thing, and what the thing counts beside others.
    pub(super) fn above(&self, concept: &Concept) -> tantivy::Result<(Vec<Above>, f32)> {
        let fields = self.planner.fields;
        let mut found = Vec::new();
        for way in concept.ways.iter().filter(|way| way.weight >= 1.0) {
            let parts = words(&way.text.words);
            // Of words next to each other only a single one can be asked of fields without positions.
            let [word] = parts.as_slice() else { continue };
            for (field, (frequency, share)) in [
                (fields.section, IN_SECTION),
                (fields.above, IN_STEM),
                (fields.before, RIGHT_BEFORE),
                (fields.title, IN_TITLE),
            ] {
                let terms = self.held(self.planner.stem_terms(field, word))?;
                found.extend(terms.into_iter().map(|term| (term, frequency, share)));
            }
        }
        found.dedup();
        found.extend(self.of_that_time(concept)?);
        let own = concept.word.as_deref();
        let mut weight = concept.weight;
        for (body, named_by) in &self.bodies {
            if own.is_some_and(|word| named_by.iter().any(|part| part == word)) {
                found.push((Term::from_field_text(fields.body, body), IN_BODY.0, IN_BODY.1));
                if self.is_about_more {
                    #[expect(clippy::cast_precision_loss, reason = "a name has few words")]
                    let words = named_by.len().max(1) as f32;
                    weight = weight.min(NAME_OF_BODY / words);
                }
            }
        }
        Ok((found, weight))
    }

    /// Reports of the year or month that a concept is.
    fn of_that_time(&self, concept: &Concept) -> tantivy::Result<Vec<Above>> {
        let Some((year, month)) = concept.when else { return Ok(Vec::new()) };
        let when = month.map_or_else(|| names::year_term(year), |month| names::month_term(year, month));
        let held = self.held(vec![Term::from_field_text(self.planner.fields.what, &when)])?;
        Ok(held.into_iter().map(|term| (term, OF_THAT_TIME.0, OF_THAT_TIME.1)).collect())
    }

    /// Bodies of the index that the question names, by name or by acronym; the longest names first, each word once.
    pub(super) fn named_bodies(&self, reading: &Reading) -> tantivy::Result<Vec<(String, Vec<String>)>> {
        let typed: Vec<String> = reading.concepts.iter().map(|concept| fold_all(&concept.typed)).collect();
        let said = format!(" {} ", typed.join(" "));
        let mut named: Vec<(String, Vec<String>)> = Vec::new();
        for term in self.planner.terms_where(self.planner.fields.body, "", |_| true)? {
            let Some(body) = term.value().as_str().map(str::to_owned) else { continue };
            let mut names = vec![body.clone()];
            names.extend(self.bridges.map(|bridges| bridges.others(&body)).unwrap_or_default());
            for (nth, name) in names.into_iter().enumerate() {
                let folded: Vec<String> =
                    words(&name).into_iter().map(|word| word.folded).filter(|word| !WORDS.is_stop(word)).collect();
                // "the pilots commission" names the Harbour Pilots Commission: the end of its own name, or all of a long form.
                let ends = if nth == 0 { folded.len() } else { folded.len().min(1) };
                let longest = (0..ends)
                    .filter_map(|from| folded.get(from..))
                    .find(|end| (end.len() > 1 || folded.len() == 1) && said.contains(&format!(" {} ", end.join(" "))));
                if let Some(end) = longest {
                    named.push((body.clone(), end.to_vec()));
                    break;
                }
            }
        }
        named.sort_by(|left, right| right.1.len().cmp(&left.1.len()).then_with(|| left.cmp(right)));
        let longest = named.first().map_or(0, |(_, words)| words.len());
        named.retain(|(_, words)| words.len() == longest);
        Ok(named)
    }
}
