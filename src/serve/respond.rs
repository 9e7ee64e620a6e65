//! Requests in, responses out: the few headers that matter, tags that spare sending the same twice, and what keeps hostile
//! text harmless in a browser.

use super::state::Server;
use crate::pages::{self, ASSETS, Answer, Links, Refusal};
use crate::text::digest;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use axum::response::Response;
use std::io::Write as _;

/// What a page may load, and from where: nothing but what this server sends, and no script or style within pages.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";
/// Letters of an entity tag: 128 bits of a hash.
const TAG_LETTERS: usize = 32;

/// What is looked at of a request.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    method: Method,
    /// The path as it stands.
    pub path: String,
    /// The query string as it stands, without the question mark.
    pub query: String,
    /// The host that the client names.
    pub host: Option<String>,
    /// The cookies as they stand.
    pub cookies: Option<String>,
    authorization: Option<String>,
    known: Option<String>,
    accept: String,
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
    fn is_of_program(&self) -> bool {
        let is_api = self.path.starts_with("/api/") || self.path == "/api" || self.path.ends_with(".json");
        is_api || self.accept.contains("application/json") && !self.accept.contains("text/html")
    }

    fn reads(&self) -> bool {
        self.method == Method::GET || self.method == Method::HEAD
    }
}

fn text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// An answer as a response; nothing is sent that the client says it has.
pub fn answered(asked: &Asked, answer: Answer) -> Response {
    if !asked.reads() {
        return only_reading();
    }
    let tag = tag(&answer.bytes);
    if answer.status == 200
        && asked
            .known
            .as_deref()
            .is_some_and(|known| known == "*" || known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag))
    {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        with(&mut response, header::ETAG, &tag);
        return guarded(response);
    }
    let length = answer.bytes.len();
    let mut response =
        Response::new(if asked.method == Method::HEAD { Body::empty() } else { Body::from(answer.bytes) });
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    with(&mut response, header::CONTENT_TYPE, answer.media);
    with(&mut response, header::CONTENT_LENGTH, &length.to_string());
    if answer.status == 200 {
        with(&mut response, header::ETAG, &tag);
    }
    if let Some(name) = &answer.save_as {
        with(&mut response, header::CONTENT_DISPOSITION, &attachment(name));
    }
    if let Some(to) = &answer.moved_to {
        with(&mut response, header::LOCATION, to);
    }
    // A run may publish at any moment: what is kept is asked about, and the tag makes that cheap.
    with(&mut response, header::CACHE_CONTROL, "no-cache");
    guarded(response)
}

/// Style sheet, script or sign, where one is asked for.
pub fn asset(asked: &Asked) -> Option<Response> {
    let name = asked.path.trim_start_matches('/');
    let (_, media, content) = ASSETS.iter().find(|(known, ..)| *known == name)?;
    Some(answered(asked, Answer::shown(media, *content)))
}

/// A refusal: a page for people, a problem (RFC 9457) for programs. What only the operator should know goes to the log.
pub fn refused(asked: &Asked, refusal: &Refusal, server: &Server) -> Response {
    if let Some(log) = &refusal.log {
        // Standard error may be closed; there is nobody left to tell.
        let _ = writeln!(
            std::io::stderr(),
            "{} {}: {}",
            asked.method,
            crate::text::escapes::one_line(&asked.path),
            crate::text::escapes::one_line(log)
        );
    }
    let answer = if asked.is_of_program() {
        let mut answer = Answer::json(refusal);
        answer.media = "application/problem+json";
        answer.status = refusal.status;
        answer
    } else {
        pages::refused(refusal, &Links::served(asked.parts()), &server.around())
    };
    answered(asked, answer)
}

fn only_reading() -> Response {
    let mut response = Response::new(Body::from("This server only answers GET and HEAD.\n"));
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    with(&mut response, header::ALLOW, "GET, HEAD");
    with(&mut response, header::CONTENT_TYPE, "text/plain; charset=utf-8");
    guarded(response)
}

/// The headers of every response.
fn guarded(mut response: Response) -> Response {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        with(&mut response, name, value);
    }
    for (name, value) in
        [("cross-origin-resource-policy", "same-origin"), ("cross-origin-opener-policy", "same-origin")]
    {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Sets a header; a value that cannot stand in one is left out.
fn with(response: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn tag(bytes: &[u8]) -> String {
    let hash: String = digest::sha256(bytes).chars().take(TAG_LETTERS).collect();
    format!("\"{hash}\"")
}

/// RFC 6266: a name that any client reads, and the whole one.
fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || ".-_".contains(letter) { letter } else { '_' })
        .collect();
    format!(
        "attachment; filename=\"{plain}\"; filename*=UTF-8''{}",
        crate::text::markup::percent_encoded(name).replace('/', "%2F")
    )
}
