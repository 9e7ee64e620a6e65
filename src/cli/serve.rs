//! `minutebook serve`: the record in a browser.

use super::ended::Ended;
use super::say;
use crate::error::RunError;
use crate::record::Record;
use crate::serve::{self, Door, Options};
use clap::Args;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::{Command, Stdio};

/// Show the record in a browser: search, reports, items, everything with an address.
///
///   minutebook serve
///       then open http://127.0.0.1:8384/ (or --open does)
///   minutebook serve --listen 192.0.2.7
///       other machines too, with the token that is printed
///   minutebook serve --host minutes.example.org --url https://minutes.example.org/
///       behind a reverse proxy of that name; docs/browser.md shows how
///   minutebook serve --mcp
///       clients of the Model Context Protocol ask at http://127.0.0.1:8384/mcp
///
/// It only reads, and shows what the last run published. Stop it with Ctrl-C.
#[allow(rustdoc::bare_urls, reason = "the text is the help that a terminal shows")]
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct ServeArguments {
    /// Port; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 8384)]
    pub port: u16,
    /// Open the first page in a browser
    #[arg(long)]
    pub open: bool,
    /// Listen on this address instead of 127.0.0.1: whoever reaches it and knows the token can read
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<IpAddr>,
    /// Answer to this name as well (may be given several times): a reverse proxy passes it on
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// Let clients of the Model Context Protocol ask as well, at the path /mcp
    #[arg(long)]
    pub mcp: bool,
    /// The address at which readers see the pages, for feeds and search engines
    #[arg(long, value_name = "URL", value_parser = url)]
    pub url: Option<String>,
    /// With --listen: no token, because something in front decides who may read
    #[arg(long, requires = "listen")]
    pub no_token: bool,
}

/// An address as links begin with it: of the web, with a final slash.
pub(super) fn url(typed: &str) -> Result<String, String> {
    if !typed.starts_with("http://") && !typed.starts_with("https://") {
        return Err("expected an address such as https://minutes.example.org/".to_owned());
    }
    Ok(format!("{}/", typed.trim_end_matches('/')))
}

/// Serves until it is stopped.
pub fn command(record: Record, arguments: &ServeArguments) -> Result<Ended, RunError> {
    // A workspace without an index is told here, and not by a page.
    record.generation()?;
    let ip = arguments.listen.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let address = SocketAddr::new(ip, arguments.port);
    let mut door = Door::at(address, &arguments.host);
    let mut token = None;
    if !ip.is_loopback() {
        say::remark(
            "warning: other machines can reach this server; it speaks plain HTTP, which others on the network can read along",
        );
        if arguments.no_token {
            say::remark("warning: without a token whoever reaches it can read the whole record");
        } else {
            let (with_token, new) = door.with_token()?;
            (door, token) = (with_token, Some(new));
        }
    }
    let name = record.settings().tracker.title.clone();
    let options = Options { address, door, name, mcp: arguments.mcp, published_at: arguments.url.clone() };
    serve::serve(record, options, |opened| {
        let shown = if opened.ip().is_unspecified() {
            SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), opened.port())
        } else {
            opened
        };
        let mut address = format!("http://{shown}/");
        if let Some(token) = &token {
            address.push_str(&format!("?token={token}"));
        }
        say::remark(&format!("minutebook serves {address} (stop it with Ctrl-C)"));
        if arguments.open && !open(&address) {
            say::remark("no browser could be opened: open the address yourself");
        }
    })?;
    Ok(Ended::Clean)
}

/// Opens an address in the user's browser; whether a program for that was there.
fn open(address: &str) -> bool {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    Command::new(program).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().is_ok()
}
