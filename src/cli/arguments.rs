//! The arguments as typed: the program's own help and its list of commands. Each command's arguments stand in its file.

use super::{
    audit, check, cite, evaluation, export, extract, index, ledger, mcp, purge, rules, run, search, show, status, tag,
    trace, tracker,
};
#[cfg(feature = "web")]
use super::{serve, site};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Turn years of meeting reports into a searchable record of decisions, actions and recommendations.
///
/// Put reports (PDF, Word, web pages, mail, lists, text) into a folder named corpus, then:
///
///   minutebook run
///       read everything, build the index, write the trackers
///   minutebook search "newcomers track"
///       find it again
///   minutebook show mag-2017-03-28#7
///       read one paragraph in context, with its page
///
/// Exit status: 0 all is well; 1 done, with something to look at; 2 could not
/// run.
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

/// The commands. What each is for, with examples, stands at its arguments: a comment here would hide it from `--help`.
#[derive(Debug, Subcommand)]
pub enum Command {
    Run(run::RunArguments),
    Extract(extract::ExtractArguments),
    Tag(tag::TagArguments),
    Rules(rules::RulesArguments),
    Eval(evaluation::EvalArguments),
    Search(search::SearchArguments),
    Show(show::ShowArguments),
    Trace(trace::TraceArguments),
    Cite(cite::CiteArguments),
    Export(export::ExportArguments),
    Tracker(tracker::TrackerArguments),
    Audit(audit::AuditArguments),
    Status(status::StatusArguments),
    Check(check::CheckArguments),
    Index(index::IndexArguments),
    Purge(purge::PurgeArguments),
    Ledger(ledger::LedgerArguments),
    Mcp(mcp::McpArguments),
    #[cfg(feature = "web")]
    Serve(serve::ServeArguments),
    #[cfg(feature = "web")]
    Site(site::SiteArguments),
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    /// Columns of the narrowest terminal that the examples are written for.
    const COLUMNS: usize = 80;

    #[test]
    fn every_command_shows_examples_that_fit_a_terminal() {
        for command in Arguments::command().get_subcommands() {
            let name = command.get_name();
            let about = command.get_long_about().map(ToString::to_string).unwrap_or_default();
            assert!(about.contains("minutebook "), "{name} shows no example:\n{about}");
            for line in about.lines().skip(1) {
                assert!(line.chars().count() <= COLUMNS, "{name}: {line}");
            }
        }
    }
}
