//! `minutebook site`: the record as a folder for any web server.

use super::ended::Ended;
use super::say;
use crate::error::RunError;
use crate::record::Record;
use crate::site::{self, Options};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Write the record as a folder of pages that any web server can publish.
///
///   minutebook site public
///       then open public/index.html, or copy the folder to a web server
///   minutebook site public --url https://minutes.example.org/
///       with a map for search engines
///   minutebook site public --robots forbid
///       asking search engines to stay away
///
/// Run it after each run: only what changed is written. Search works in the
/// browser, without a server. Files that others put into the folder stay.
#[allow(rustdoc::bare_urls, reason = "the text is the help that a terminal shows")]
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct SiteArguments {
    /// The folder; a new or empty one, or one that an earlier call wrote
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The address at which it will be published, for the map of the site
    #[arg(long, value_name = "URL", value_parser = super::serve::url)]
    pub url: Option<String>,
    /// Draw the pages of PDF files beside their passages, with the place marked: takes a tenth of a second and some 200 kB a page
    #[cfg(feature = "pictures")]
    #[arg(long)]
    pub pictures: bool,
    /// Whether search engines may list the pages
    #[arg(long, value_enum, default_value_t = Robots::Allow, value_name = "CHOICE")]
    pub robots: Robots,
}

/// Whether search engines may list the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Robots {
    /// They may
    Allow,
    /// They are asked not to
    Forbid,
}

#[cfg(feature = "pictures")]
fn has_pictures(arguments: &SiteArguments) -> bool {
    arguments.pictures
}

#[cfg(not(feature = "pictures"))]
fn has_pictures(_: &SiteArguments) -> bool {
    false
}

/// Writes the site.
pub fn command(record: &Record, arguments: &SiteArguments) -> Result<Ended, RunError> {
    let options = Options {
        name: record.settings().tracker.title.clone(),
        url: arguments.url.clone(),
        pictures: has_pictures(arguments),
        listed: arguments.robots == Robots::Allow,
    };
    let written = site::write(record, &arguments.dir, &options)?;
    say::remark(&format!(
        "{}: {} pages; {} files written, {} deleted, {} reports as before",
        arguments.dir.display(),
        written.pages,
        written.changed,
        written.removed,
        written.kept
    ));
    if options.url.is_none() && options.listed {
        say::remark("no map for search engines was made: name the address of the site with --url");
    }
    for file in &written.foreign {
        say::remark(&format!(
            "{file} is not as minutebook wrote it and was left as it is: move it away to have the page"
        ));
    }
    Ok(if written.foreign.is_empty() { Ended::Clean } else { Ended::LookAt })
}
