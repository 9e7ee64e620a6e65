//! How the record is to be served.

use super::guard::Door;
use std::net::SocketAddr;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen.
    pub address: SocketAddr,
    /// Who may come in.
    pub door: Door,
    /// Name of the record, shown on every page.
    pub name: String,
    /// Whether clients of the Model Context Protocol may ask over HTTP.
    pub mcp: bool,
    /// The address under which readers see the pages, with a final slash, where that is known.
    pub published_at: Option<String>,
}
