//! Requests in, responses out: the few headers that matter, tags that spare sending the same twice, and what keeps hostile
//! text harmless in a browser.

use super::asked::Asked;
use crate::pages::{self, ASSETS, Answer, Links, Refusal, Surroundings};
use crate::text::digest;
use axum::body::Body;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use std::io::Write as _;

/// What a page may load, and from where: nothing but what this server sends, and no script or style within pages.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";
/// Letters of an entity tag: 128 bits of a hash.
const TAG_LETTERS: usize = 32;

/// An answer as a response; nothing is sent that the client says it has.
pub fn answered(asked: &Asked, answer: Answer) -> Response {
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
    if !asked.reads() {
        return None;
    }
    let (_, media, content) = ASSETS.iter().find(|(known, ..)| *known == name)?;
    Some(answered(asked, Answer::shown(media, *content)))
}

/// A refusal: a page for people, a problem (RFC 9457) for programs. What only the operator should know goes to the log.
pub fn refused(asked: &Asked, refusal: &Refusal, around: &Surroundings) -> Response {
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
        pages::refused(refusal, &Links::served(asked.parts()), around)
    };
    let mut response = answered(asked, answer);
    if refusal.status == StatusCode::METHOD_NOT_ALLOWED.as_u16() {
        with(&mut response, header::ALLOW, "POST");
    }
    response
}

/// A request that would change something.
pub fn only_reading() -> Response {
    let mut response = Response::new(Body::from("This server only answers GET and HEAD.\n"));
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    with(&mut response, header::ALLOW, "GET, HEAD");
    with(&mut response, header::CONTENT_TYPE, "text/plain; charset=utf-8");
    guarded(response)
}

/// The headers of every response.
pub fn guarded(mut response: Response) -> Response {
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
pub fn with(response: &mut Response, name: header::HeaderName, value: &str) {
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
