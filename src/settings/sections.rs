//! The sections of `minutebook.toml`, but for what one file may cost ([`super::Limits`]).

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Generations kept besides the current one where the settings say nothing: a week of nights with changes fits on most disks,
/// because unchanged segments are shared; three are enough to go back.
pub const KEEP_GENERATIONS: usize = 3;

/// `[run]`: how a run goes about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RunSettings {
    /// Files changed in the last so many seconds wait for the next run: they may be half copied.
    pub settle: u64,
    /// Reports of runs that are kept in `outputs/run-reports/`.
    pub keep_reports: usize,
    /// Files worked on at once; `None` for one on each core.
    pub jobs: Option<usize>,
    /// Bytes of files that may be read and not yet indexed. Glyphs and blocks take about ten times the bytes of a PDF.
    pub read_ahead_bytes: u64,
}

impl Default for RunSettings {
    fn default() -> Self {
        // A minute outlasts the pauses of a copy over a slow share; thirty reports are a month of nights.
        Self { settle: 60, keep_reports: 30, jobs: None, read_ahead_bytes: 16 << 20 }
    }
}

/// `[index]`: generations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IndexSettings {
    /// Published generations that are kept, the current one included.
    pub keep_generations: usize,
    /// Bytes of the index, and as many of stored documents, that each run compares with their sums, the longest unseen first;
    /// what was written to since is compared in any case.
    pub scrub_bytes: u64,
}

impl Default for IndexSettings {
    fn default() -> Self {
        // A GiB is read in a second or two, and more than most indexes have.
        Self { keep_generations: KEEP_GENERATIONS, scrub_bytes: 1 << 30 }
    }
}

/// `[tracker]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TrackerSettings {
    /// How many copies of edited trackers stay in `outputs/kept/`; the oldest go first.
    pub keep_copies: usize,
    /// The heading of workbook, calendar and page.
    pub title: String,
    /// What the list in the `status` column of the workbook offers; any other word may be typed.
    pub statuses: Vec<String>,
    /// What the lists of views in a handout offer; any other word may be typed.
    pub views: Vec<String>,
}

impl Default for TrackerSettings {
    fn default() -> Self {
        let statuses = ["open", "in progress", "done", "not pursued", "superseded", "assessment pending"];
        Self {
            keep_copies: 60,
            title: "Decisions, actions and recommendations".to_owned(),
            statuses: statuses.map(str::to_owned).to_vec(),
            views: ["implemented", "in progress", "not implemented", "no longer relevant"].map(str::to_owned).to_vec(),
        }
    }
}

/// `[jira]`: what its import gets beyond the profile. A value is the name of a column of the tracker, or `=` and words that are
/// the same in every row.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JiraSettings {
    /// What the component of an issue is.
    pub component: String,
    /// Custom fields: the header of each, and what it holds.
    pub fields: BTreeMap<String, String>,
}

impl Default for JiraSettings {
    fn default() -> Self {
        Self { component: "category".to_owned(), fields: BTreeMap::new() }
    }
}

/// `[github]`: what issues get beyond the profile; values as in [`JiraSettings`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GithubSettings {
    /// What the milestone of an issue is; empty: it gets none.
    pub milestone: String,
}

/// `[ocr]` and `[convert]`: a program that makes a file of another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProgramSettings {
    /// Program and arguments, in which `{in}` stands for the file, `{out}` for the file to write and `{folder}` for the folder to write
    /// it to: `["ocrmypdf", "--skip-text", "{in}", "{out}"]`. Empty: there is none.
    pub command: Vec<String>,
    /// Time for one file, in seconds.
    pub seconds: u64,
}

impl Default for ProgramSettings {
    fn default() -> Self {
        Self { command: Vec::new(), seconds: 1800 }
    }
}

/// `[gate]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GateSettings {
    /// Share (0 to 1) by which the number of reports may fall from one generation to the next.
    pub reports_fall: f64,
    /// Share by which the paragraphs of the reports in both generations may fall.
    pub paragraphs_fall: f64,
    /// Share by which the decisions of the reports in both generations may fall.
    pub decisions_fall: f64,
    /// Whether a hold or a pin that lasts is a reason for exit status 1 in every run, or only a remark.
    pub remind: bool,
    /// When what a newer program makes of the same files waits for a person.
    pub upgrade: UpgradeStep,
    /// Queries, as typed after `minutebook search`, that must have a hit.
    pub sentinels: Vec<String>,
}

impl Default for GateSettings {
    fn default() -> Self {
        Self {
            reports_fall: 0.1,
            paragraphs_fall: 0.1,
            decisions_fall: 0.2,
            remind: true,
            upgrade: UpgradeStep::Large,
            sentinels: Vec::new(),
        }
    }
}

/// When the generation that a newer program makes of the same files waits for `index publish --upgrade`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UpgradeStep {
    /// Where it reads less of them by more than the shares of the gate.
    #[default]
    Large,
    /// Always.
    Ask,
    /// Never.
    Publish,
}

/// `[notify]` of `minutebook.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NotifySettings {
    /// Program and arguments, in which `{status}` stands for the exit status: `["/usr/bin/mail", "-s", "minutebook: {status}",
    /// "office@example.org"]`. Empty: nobody is told.
    pub command: Vec<String>,
    /// Whether it is told of every run, also where nothing needs a person.
    pub always: bool,
    /// Seconds that it may take.
    pub seconds: u64,
}

impl Default for NotifySettings {
    fn default() -> Self {
        // A mail server that does not answer is given a minute.
        Self { command: Vec::new(), always: false, seconds: 60 }
    }
}

/// `[ledger]` in `minutebook.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LedgerSettings {
    /// Whether every run that has written to the ledger leaves a verified copy of it.
    pub copy: bool,
    /// Where, from the workspace; better on another disk.
    pub copies: PathBuf,
    /// How many stay; the oldest go first.
    pub keep_copies: usize,
}

impl Default for LedgerSettings {
    fn default() -> Self {
        Self { copy: true, copies: PathBuf::from("backups"), keep_copies: 14 }
    }
}
