//! The arguments as typed: the program's own help and its list of commands. Each command's arguments stand in its file.

use super::{
    audit, check, cite, evaluation, export, extract, index, purge, rules, run, search, show, status, tag, tracker,
};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Turn years of meeting reports into a searchable record of decisions, actions and recommendations.
///
/// Put reports (PDF, text, Markdown) into a folder named corpus, then:
///
///   minutebook run                          read everything, build the index, write the trackers
///   minutebook search "newcomers track"     find it again
///   minutebook show mag-2017-03-28#7        read one paragraph in context, with its page
///
/// Exit status: 0 all is well; 1 done, with something to look at; 2 could not run.
#[derive(Debug, Parser)]
#[command(name = "minutebook", version, max_term_width = 100, propagate_version = true, verbatim_doc_comment)]
pub struct Arguments {
    /// Folder that holds corpus/, indexes/ and outputs/
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub workspace: PathBuf,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read what is new in corpus/, rebuild the index, and write the trackers
    Run(run::RunArguments),
    /// Show what minutebook reads in files: blocks, lines or glyphs
    Extract(extract::ExtractArguments),
    /// Tag sentences with decisions, actions and recommendations
    Tag(tag::TagArguments),
    /// Read, test and compare the rules that tag
    Rules(rules::RulesArguments),
    /// Measure the tagging on labelled sentences or on a sample that you judge
    Eval(evaluation::EvalArguments),
    /// Find decisions, actions, recommendations and paragraphs
    Search(search::SearchArguments),
    /// Show a paragraph, item or report in context, with its place in the file
    Show(show::ShowArguments),
    /// Print a reference to a paragraph or report, ready to paste
    Cite(cite::CiteArguments),
    /// Write decisions, actions and recommendations for the tool that you use
    Export(export::ExportArguments),
    /// Merge edited trackers, settle conflicts, add assessments and corrections, learn the keys of other tools
    Tracker(tracker::TrackerArguments),
    /// Say how far each reading can be trusted, and which reports need a person's eyes
    Audit(audit::AuditArguments),
    /// Say what is in the index, what could not be read, and what waits for a person
    Status(status::StatusArguments),
    /// Verify index, ledger, corpus and outputs, and say what to do about each finding
    Check(check::CheckArguments),
    /// Publish an index that was held back, go back to the one before, or let runs publish again
    Index(index::IndexArguments),
    /// Erase a report for good, for instance on legal request
    Purge(purge::PurgeArguments),
}
