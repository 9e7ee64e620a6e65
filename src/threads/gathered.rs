//! The reports of a record in order, with all their statements numbered through.

use super::report::ReportStatements;
use super::statements::Statements;

/// Reports in the order in which they are linked: by date and key, those without a date behind all others. What has no date is neither
/// before nor after anything.
#[derive(Debug, Default, Clone)]
pub struct Gathered {
    /// The reports; their statements are in `statements`.
    reports: Vec<ReportStatements>,
    statements: Statements,
    /// Number of the first statement of each report.
    firsts: Vec<usize>,
    /// Number of the first statement of each report's day.
    day_firsts: Vec<usize>,
}

/// Puts reports into the order in which they are linked, by date and key.
pub fn order<'a>(one: (Option<&'a str>, &'a str), other: (Option<&'a str>, &'a str)) -> std::cmp::Ordering {
    (one.0.is_none(), one).cmp(&(other.0.is_none(), other))
}

impl Gathered {
    /// Adds the next report in order.
    pub fn push(&mut self, mut report: ReportStatements) {
        let number = u32::try_from(self.reports.len()).unwrap_or(u32::MAX);
        self.open(&report);
        for statement in report.statements.drain(..) {
            self.statements.push(&statement, number);
        }
        report.statements.shrink_to_fit();
        self.reports.push(report);
    }

    /// Adds the next reports in order, whose statements are packed; `None` where the bytes are no such statements.
    #[must_use]
    pub fn push_packed(&mut self, reports: Vec<ReportStatements>, statements: &[u8]) -> Option<()> {
        let (first, before) = (self.reports.len(), self.statements.len());
        self.statements.unpack(statements, u32::try_from(first).ok()?)?;
        let mut at = before;
        for (number, report) in (first..).zip(reports) {
            let of_report = |at: usize| self.statements.get(at).is_some_and(|it| it.place.report as usize == number);
            let mut end = at;
            while of_report(end) {
                end += 1;
            }
            self.open_at(&report, at);
            at = end;
            self.reports.push(report);
        }
        (at == self.statements.len()).then_some(())
    }

    fn open(&mut self, report: &ReportStatements) {
        self.open_at(report, self.statements.len());
    }

    fn open_at(&mut self, report: &ReportStatements, first: usize) {
        let same_day = self.reports.last().is_some_and(|last| last.date == report.date);
        let day = self.day_firsts.last().copied().filter(|_| same_day).unwrap_or(first);
        self.firsts.push(first);
        self.day_firsts.push(day);
    }

    /// The reports.
    #[must_use]
    pub fn reports(&self) -> &[ReportStatements] {
        &self.reports
    }

    /// All their statements.
    #[must_use]
    pub fn statements(&self) -> &Statements {
        &self.statements
    }

    /// Number of the first statement of a report; of all statements behind the last.
    #[must_use]
    pub fn first_of(&self, report: usize) -> usize {
        self.firsts.get(report).copied().unwrap_or(self.statements.len())
    }

    /// Statements before this number are of an earlier day than the report; `None` where it has no date. Two reports of one day are
    /// versions or neighbours, not a before and an after.
    #[must_use]
    pub fn before_day_of(&self, report: u32) -> Option<u32> {
        let dated = self.reports.get(report as usize)?.date.is_some();
        let first = self.day_firsts.get(report as usize)?;
        dated.then(|| u32::try_from(*first).unwrap_or(u32::MAX))
    }

    /// The id of a block of a report, or of the next that has one.
    #[must_use]
    pub fn place(&self, report: u32, block: u32) -> Option<&str> {
        let places = &self.reports.get(report as usize)?.places;
        let at = places.partition_point(|(number, _)| *number < block);
        places.get(at).map(|(_, id)| id.as_str())
    }
}
