//! Who may come in: the host that a browser names (against rebinding of names to this machine), and a token where the server
//! can be reached from elsewhere.

use super::asked::Asked;
use crate::error::RunError;
use crate::pages::Refusal;
use crate::text::digest;
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::Response;
use std::net::SocketAddr;

/// Name of the cookie and the parameter that hold the token.
const TOKEN: &str = "minutebook-token";
const PARAMETER: &str = "token";
/// Random bytes of a token.
const TOKEN_BYTES: usize = 24;

/// Who may come in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Door {
    /// Names and addresses by which a browser may call this server, without port.
    hosts: Vec<String>,
    /// What readers must show; `None` where everyone who can reach the server may read.
    token: Option<String>,
}

impl Door {
    /// The door of a server at `address` that is also called by `hosts`.
    #[must_use]
    pub fn at(address: SocketAddr, hosts: &[String]) -> Self {
        let mut all: Vec<String> = hosts.iter().map(|host| host.to_ascii_lowercase()).collect();
        if address.ip().is_loopback() || address.ip().is_unspecified() {
            all.extend(["localhost", "127.0.0.1", "[::1]"].map(str::to_owned));
        }
        if !address.ip().is_unspecified() {
            all.push(if address.is_ipv6() { format!("[{}]", address.ip()) } else { address.ip().to_string() });
        }
        Self { hosts: all, token: None }
    }

    /// The same with a new token, which is answered as well.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn with_token(mut self) -> Result<(Self, String), RunError> {
        let mut bytes = [0_u8; TOKEN_BYTES];
        getrandom::fill(&mut bytes)
            .map_err(|error| RunError::new("the system gives no random bytes").because(error.to_string()))?;
        let token = digest::hex(&bytes);
        self.token = Some(token.clone());
        Ok((self, token))
    }

    /// Whether an origin, as browsers name the site that a request comes from, is this server's.
    pub(super) fn is_own(&self, origin: &str) -> bool {
        let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        host.is_some_and(|host| self.hosts.contains(&without_port(host).to_ascii_lowercase()))
    }

    /// Whether a request may be answered.
    ///
    /// # Errors
    /// Its host is not one of ours, or it shows no token where one is needed.
    pub(super) fn lets_in(&self, asked: &Asked) -> Result<(), Refusal> {
        let host = asked.host.as_deref().map(without_port).unwrap_or_default().to_ascii_lowercase();
        if !self.hosts.contains(&host) {
            return Err(Refusal::forbidden(format!("This server does not answer to the name {host:?}."))
                .hint("Whoever runs it can allow the name: minutebook serve --host NAME"));
        }
        let Some(token) = &self.token else { return Ok(()) };
        let shown = [asked.cookie(TOKEN), asked.bearer(), asked.parameter(PARAMETER)];
        if shown.into_iter().flatten().any(|shown| is_same(&shown, token)) {
            return Ok(());
        }
        Err(Refusal::forbidden("A token is needed to read here.")
            .hint("Open the address that the server printed when it started; programs send it as: Authorization: Bearer TOKEN"))
    }

    /// A request that brings the token in its address: it is put into a cookie, and the address is freed of it.
    pub(super) fn takes_token(&self, asked: &Asked) -> Option<Response> {
        let token = self.token.as_ref()?;
        asked.parameter(PARAMETER).filter(|shown| is_same(shown, token))?;
        let rest: Vec<&str> = asked.query.split('&').filter(|pair| !pair.starts_with("token=")).collect();
        let name = asked.path.rsplit('/').next().unwrap_or_default();
        let to = if name.is_empty() { "./".to_owned() } else { name.to_owned() };
        let to = if rest.is_empty() { to } else { format!("{to}?{}", rest.join("&")) };
        let cookie = format!("{TOKEN}={token}; HttpOnly; SameSite=Strict; Path=/");
        Response::builder()
            .status(StatusCode::SEE_OTHER)
            .header(header::LOCATION, to)
            .header(header::SET_COOKIE, cookie)
            .header(header::CACHE_CONTROL, "no-store")
            .body(Body::empty())
            .ok()
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if port.bytes().all(|byte| byte.is_ascii_digit()) && (!name.contains(':') || name.ends_with(']')) =>
        {
            name
        }
        _ => host,
    }
}

/// Compares without telling by its time how far two texts agree.
fn is_same(shown: &str, token: &str) -> bool {
    shown.len() == token.len()
        && shown.bytes().zip(token.bytes()).fold(0, |differs, (one, other)| differs | (one ^ other)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(host: &str, query: &str) -> Asked {
        Asked { host: Some(host.to_owned()), path: "/items".to_owned(), query: query.to_owned(), ..Asked::default() }
    }

    #[test]
    fn a_name_that_is_not_ours_is_not_answered() {
        let door = Door::at("127.0.0.1:8384".parse().unwrap(), &["minutes.example.org".to_owned()]);
        for host in ["127.0.0.1:8384", "localhost", "LOCALHOST:1", "[::1]:8384", "minutes.example.org"] {
            assert!(door.lets_in(&asked(host, "")).is_ok(), "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example:8384", "", "localhost:8384:1", "user@localhost"] {
            assert!(door.lets_in(&asked(host, "")).is_err(), "{host}");
        }
        assert!(door.lets_in(&Asked::default()).is_err(), "without a host");
    }

    #[test]
    fn the_token_is_shown_once_and_then_kept_out_of_the_address() {
        let (door, token) = Door::at("0.0.0.0:80".parse().unwrap(), &["a.example".to_owned()]).with_token().unwrap();
        assert!(door.lets_in(&asked("a.example", "")).is_err());
        assert!(door.lets_in(&asked("a.example", "token=0")).is_err());
        let brought = asked("a.example", &format!("kind=decision&token={token}"));
        assert!(door.lets_in(&brought).is_ok());
        let answer = door.takes_token(&brought).unwrap();
        assert_eq!(answer.headers()[header::LOCATION], "items?kind=decision");
        let cookie = answer.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
        let mut kept = asked("a.example", "");
        kept.cookies = Some(cookie.split(';').next().unwrap().to_owned());
        assert!(door.lets_in(&kept).is_ok());
        assert!(door.takes_token(&kept).is_none());
        assert_eq!(token.len(), TOKEN_BYTES * 2);
    }
}
