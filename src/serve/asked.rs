//! What is looked at of a request.

use axum::http::{HeaderMap, Method, Request, header};

/// Where clients of the Model Context Protocol ask, if they may.
pub const PROGRAMS: &str = "/mcp";

/// What is looked at of a request.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub(super) method: Method,
    /// The path as it stands.
    pub path: String,
    /// The query string as it stands, without the question mark.
    pub query: String,
    /// The host that the client names.
    pub host: Option<String>,
    /// The cookies as they stand.
    pub cookies: Option<String>,
    pub(super) authorization: Option<String>,
    pub(super) known: Option<String>,
    pub(super) accept: String,
}

impl Asked {
    /// Of a request.
    pub fn of<B>(request: &Request<B>) -> Self {
        let text = |name: header::HeaderName| text(request.headers(), &name);
        Self {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().unwrap_or_default().to_owned(),
            // HTTP/1.1 may name the whole address in the request line; it then counts before the header.
            host: request.uri().authority().map(ToString::to_string).or_else(|| text(header::HOST)),
            cookies: text(header::COOKIE),
            authorization: text(header::AUTHORIZATION),
            known: text(header::IF_NONE_MATCH),
            accept: text(header::ACCEPT).unwrap_or_default(),
        }
    }

    /// Parts of the path.
    pub fn parts(&self) -> usize {
        self.path.split('/').filter(|part| !part.is_empty()).count()
    }

    /// A parameter as it stands: tokens need no decoding.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let found = self.query.split('&').filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name);
        found.map(|(_, value)| value.to_owned())
    }

    /// A cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let pairs =
            self.cookies.as_deref().unwrap_or_default().split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
    }

    /// The token of the header `Authorization: Bearer`.
    pub fn bearer(&self) -> Option<String> {
        self.authorization.as_deref()?.strip_prefix("Bearer ").map(str::to_owned)
    }

    /// Whether a program asks.
    pub(super) fn is_of_program(&self) -> bool {
        let is_api = self.path.starts_with("/api/")
            || self.path == "/api"
            || self.path == PROGRAMS
            || self.path.ends_with(".json");
        is_api || self.accept.contains("application/json") && !self.accept.contains("text/html")
    }

    pub(super) fn reads(&self) -> bool {
        self.method == Method::GET || self.method == Method::HEAD
    }
}

fn text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}
