//! The Model Context Protocol over HTTP, where whoever runs the server allows it: one message in the body of a POST, one answer in
//! the body of the response ("Streamable HTTP" without streams, which nothing here needs).
//!
//! A browser must not be talked into asking for a page of another site: an `Origin` that is not ours is refused, as is a body
//! that a plain form could send.

use super::asked::Asked;
use super::respond;
use super::state::Server;
use crate::mcp;
use crate::pages::{Answer, Refusal};
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;

/// Bytes of a message at most, as on standard input.
const LONGEST_MESSAGE: usize = 1 << 20;
/// Header with the version of the protocol that the client and we agreed on.
const VERSION: &str = "mcp-protocol-version";

/// The message of a request.
///
/// # Errors
/// It comes from another site's page, is no JSON, or is longer than any.
pub async fn message(server: &Server, asked: &Asked, request: Request<Body>) -> Result<Vec<u8>, Refusal> {
    let headers = request.headers();
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if headers.contains_key(header::ORIGIN) && !server.options.door.is_own(text("origin")) {
        return Err(Refusal::forbidden("Pages of other sites may not ask here."));
    }
    if asked.method != Method::POST {
        return Err(Refusal::method("Messages come by POST; there is no stream to listen to."));
    }
    if !is_json(headers) {
        return Err(Refusal { status: 415, ..Refusal::bad("The message must be application/json.") });
    }
    if headers.contains_key(VERSION) && !mcp::VERSIONS.contains(&text(VERSION)) {
        let known = mcp::VERSIONS.join(", ");
        return Err(Refusal::bad(format!("{VERSION}: {}: one of {known} was expected", text(VERSION))));
    }
    let body = axum::body::to_bytes(request.into_body(), LONGEST_MESSAGE).await;
    let bytes =
        body.map_err(|_| Refusal { status: 413, ..Refusal::bad("The message is longer than 1 MB, or broke off.") })?;
    Ok(bytes.to_vec())
}

fn is_json(headers: &HeaderMap) -> bool {
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    media.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// The answer to a message; 202 without a body to one that asks for none.
pub fn answered(server: &Server, message: &[u8]) -> Answer {
    match mcp::answered(&server.record, message) {
        Some(answer) => Answer::json(&answer),
        None => Answer { status: StatusCode::ACCEPTED.as_u16(), ..Answer::json(&()) },
    }
}

/// The response of an answer; nothing of it is kept anywhere.
pub fn response(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let body = if status == StatusCode::ACCEPTED { Body::empty() } else { Body::from(answer.bytes) };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if status == StatusCode::OK {
        respond::with(&mut response, header::CONTENT_TYPE, answer.media);
    }
    respond::with(&mut response, header::CACHE_CONTROL, "no-store");
    respond::guarded(response)
}
