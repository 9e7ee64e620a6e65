//! The arguments as typed, with the help that a Secretariat officer reads.

use clap::{Args, Parser, Subcommand, ValueEnum};
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
    Run(RunArguments),
    /// Show what minutebook reads in files: blocks, lines or glyphs
    Extract(ExtractArguments),
    /// Tag sentences with decisions, actions and recommendations
    Tag(TagArguments),
    /// Find decisions, actions, recommendations and paragraphs
    Search(SearchArguments),
    /// Show a paragraph, item or report in context, with its place in the file
    Show(ShowArguments),
    /// Print a reference to a paragraph or report, ready to paste
    Cite(CiteArguments),
    /// Write decisions, actions and recommendations for the tool that you use
    Export(ExportArguments),
    /// Say what is in the index, what could not be read, and what waits for a person
    Status(StatusArguments),
}

/// Read what is new in corpus/, rebuild the index, and write the trackers.
///
/// Only new and changed files are read. A file that cannot be read never stops the run: it is listed with its reason.
/// The index stays searchable throughout. Example for cron:
///
///   15 2 * * *  minutebook run --quiet --workspace /srv/minutebook
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct RunArguments {
    /// Read every file again, whatever is remembered
    #[arg(long)]
    pub full: bool,
    /// Compare contents, not only sizes and times, to find changed files
    #[arg(long)]
    pub verify: bool,
    /// Try again the files that failed before
    #[arg(long)]
    pub retry: bool,
    /// Files changed in the last SECONDS wait for the next run [default: 60, or 0 on the first run]
    #[arg(long, value_name = "SECONDS")]
    pub settle: Option<u64>,
    /// Work on N files at once [default: as many as there are cores]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Print nothing but what needs a person
    #[arg(long, short)]
    pub quiet: bool,
    /// How to report progress on standard error
    #[arg(long, value_enum, default_value_t = LogFormat::Text, value_name = "FORMAT")]
    pub log_format: LogFormat,
    /// Take documents from this file of JSON lines (made by `extract --format jsonl`) instead of reading corpus/
    #[arg(long, value_name = "FILE")]
    pub from_jsonl: Option<PathBuf>,
}

/// How progress is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A progress bar on a terminal, plain lines otherwise
    Text,
    /// One JSON object a line
    Json,
}

/// Show what minutebook reads in files, without touching the index.
///
///   minutebook extract report.pdf                          the blocks as readable text
///   minutebook extract report.pdf --format json            the document contract
///   ls *.pdf | minutebook extract --format jsonl -         one document a line
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ExtractArguments {
    /// Files to read; `-` takes paths from standard input, one a line
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// What to print
    #[arg(long, value_enum, default_value_t = ExtractFormat::Text, value_name = "FORMAT")]
    pub format: ExtractFormat,
    /// A file of passwords: a file-name pattern and a password a line, separated by a tab
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

/// What `extract` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExtractFormat {
    /// Blocks with their type, number and page, to read
    Text,
    /// The document contract, indented; an array where there are several files
    Json,
    /// The document contract, one document a line; a file that fails becomes a line with "error"
    Jsonl,
    /// The lines in reading order, a form feed between pages
    Lines,
    /// Every glyph run with font, size and position
    Glyphs,
}

/// Tag sentences with decisions, actions and recommendations, and say which rule did it.
///
///   echo "The Secretariat will publish the list by 5 May." | minutebook tag --input text
///   minutebook tag --input jsonl --format jsonl < sentences.jsonl
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct TagArguments {
    /// What standard input holds: a JSON object a line (id, text, date; section, stem, number, report), or plain sentences
    #[arg(long, value_enum, default_value_t = TagInput::Text, value_name = "FORM")]
    pub input: TagInput,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJsonl::Text, value_name = "FORMAT")]
    pub format: TextOrJsonl,
    /// Date of the report that the sentences are from, for deadlines (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
}

/// What `tag` reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TagInput {
    /// One JSON object a line
    Jsonl,
    /// One sentence a line
    Text,
}

/// Text for people or JSON lines for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextOrJsonl {
    /// For people
    Text,
    /// One JSON object a line
    Jsonl,
}

/// Find decisions, actions, recommendations and paragraphs.
///
///   minutebook search "newcomers track"
///   minutebook search '"travel support" kind:recommendation' --from 2014 --to 2019
///   minutebook search 'actor:secretariat' --kind action --sort newest
///
/// Words are found in all their forms (agree, agreed, agreement); "words in quotes" stand next to each other; +must, -not,
/// AND, OR, wild*, fuzzy~1, "near these"~5 and exact:word work as you expect. docs/search.md says more.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct SearchArguments {
    /// What to find; several words may be given with or without quotes around them all
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
    /// What to print
    #[arg(long, value_enum, default_value_t = ListFormat::Text, value_name = "FORMAT")]
    pub format: ListFormat,
    /// Only reports of this day, month or year or later (2015, 2015-06, 2015-06-30)
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Only reports of this day, month or year or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Only decision, action or recommendation (may be given several times)
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only this topic
    #[arg(long, value_name = "TOPIC")]
    pub category: Vec<String>,
    /// Only so binding: agreed, or '>=agreed' for agreed and decided
    #[arg(long, value_name = "FORCE")]
    pub force: Option<String>,
    /// Only what this body, group or person holds
    #[arg(long, value_name = "NAME")]
    pub held_by: Vec<String>,
    /// Only what this actor is to do
    #[arg(long, value_name = "NAME")]
    pub actor: Vec<String>,
    /// Only reports of this body
    #[arg(long, value_name = "BODY")]
    pub body: Vec<String>,
    /// Only this report, by its key; * stands for any letters
    #[arg(long, value_name = "KEY")]
    pub report: Vec<String>,
    /// Only this annex, or none for the body of the reports
    #[arg(long, value_name = "LABEL")]
    pub annex: Vec<String>,
    /// Order of the hits
    #[arg(long, value_enum, default_value_t = SortOrder::Relevance, value_name = "ORDER")]
    pub sort: SortOrder,
    /// At most N hits
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Leave out the first N hits
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Count the hits by kind, topic, body and so on, and by year
    #[arg(long)]
    pub facets: bool,
    /// Do not look for the long form of an acronym, or the acronym of a long form
    #[arg(long)]
    pub no_expand: bool,
    /// Show near-identical paragraphs one by one
    #[arg(long)]
    pub no_group: bool,
}

/// Order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortOrder {
    /// The best first
    Relevance,
    /// The newest report first
    Newest,
    /// The oldest report first
    Oldest,
}

/// Formats of lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
    /// One JSON object a line
    Jsonl,
    /// A table for a spreadsheet
    Csv,
}

/// Show a paragraph, item or report in context, with its place in the file.
///
///   minutebook show mag-2017-03-28#7
///   minutebook show mag-2017-03-28            the whole report
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ShowArguments {
    /// Id of a block or item, or key of a report; the beginning is enough where only one begins so
    #[arg(value_name = "ID")]
    pub id: String,
    /// Also show N paragraphs before and after
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub context: usize,
    /// Name the rules that made the items, and why
    #[arg(long)]
    pub why: bool,
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub format: TextOrJson,
}

/// Print a reference to a paragraph or report, ready to paste.
///
///   minutebook cite mag-2017-03-28#7 --style chicago
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct CiteArguments {
    /// Ids of blocks or items, or keys of reports
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// un, chicago, bibtex, csl-json or md
    #[arg(long, default_value = "un", value_name = "STYLE")]
    pub style: String,
}

/// Text for people or JSON for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// For people
    Text,
    /// One JSON object
    Json,
}

/// Write decisions, actions and recommendations for the tool that you use.
///
///   minutebook export > items.csv
///   minutebook export --kind recommendation --format md > recommendations.md
///   minutebook export 'newcomers' --from 2015 --format jsonl
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ExportArguments {
    /// Only items in paragraphs that this query finds, as in `search`; all items where none is given
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Form of the output
    #[arg(long, value_enum, default_value_t = ExportFormat::Csv, value_name = "FORMAT")]
    pub format: ExportFormat,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Only decision, action or recommendation (may be given several times)
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only this topic
    #[arg(long, value_name = "TOPIC")]
    pub category: Vec<String>,
    /// Only reports of this day, month or year or later
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Only reports of this day, month or year or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Only this report, by its key
    #[arg(long, value_name = "KEY")]
    pub report: Vec<String>,
    /// Also procedural items: agenda adopted, minutes approved
    #[arg(long)]
    pub procedural: bool,
}

/// Forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Comma-separated values (RFC 4180, UTF-8)
    Csv,
    /// One JSON object a line
    Jsonl,
    /// One JSON object a line in the form that Quickwit ingests
    Ndjson,
    /// A readable list
    Md,
}

/// Say what is in the index, what could not be read, and what waits for a person.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct StatusArguments {
    /// What to print
    #[arg(long, value_enum, default_value_t = TextOrJson::Text, value_name = "FORMAT")]
    pub format: TextOrJson,
}
