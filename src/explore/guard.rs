//! Who may ask: one browser on this machine, and no other page in it.
//!
//! The address that is printed holds a token that is good for one visit; it
//! buys a cookie. Every request must name this server as its host, must not
//! come from another page, and must bring the cookie. Answers may load and
//! run nothing but what comes from here.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};

use super::pages;

/// Who may ask.
pub struct Guard {
    address: SocketAddr,
    /// The token that is good for one more visit.
    token: Mutex<Option<String>>,
    /// What the cookie holds.
    session: String,
}

impl Guard {
    /// Guards a server at an address; `secret` returns 32 random hexadecimal digits.
    pub fn new(address: SocketAddr, secret: impl Fn() -> String) -> Arc<Self> {
        Arc::new(Self {
            address,
            token: Mutex::new(Some(secret())),
            session: secret(),
        })
    }

    /// Returns the address that opens the page, once.
    pub fn address(&self) -> String {
        let token = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        let token = token.as_deref().unwrap_or_default();
        format!("http://{}/?token={token}", self.address)
    }

    /// Makes another address that opens the page, once; the last no longer does.
    pub fn renew(&self, secret: String) {
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(secret);
    }

    fn cookie(&self) -> String {
        // Cookies do not tell ports from each other.
        format!("motif-{}", self.address.port())
    }

    fn is_ours(&self, host: &str) -> bool {
        let port = self.address.port();
        ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .any(|name| host == format!("{name}:{port}"))
    }

    /// Returns why a request must not be answered at all.
    fn refusal(&self, headers: &HeaderMap, method: &Method) -> Option<&'static str> {
        let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        if !text(header::HOST).is_some_and(|host| self.is_ours(host)) {
            return Some("this server answers to its own address only");
        }
        let origin = text(header::ORIGIN);
        let is_own = |origin: &str| {
            origin
                .strip_prefix("http://")
                .is_some_and(|host| self.is_ours(host))
        };
        let site = text(HeaderName::from_static("sec-fetch-site"));
        let is_reading = matches!(*method, Method::GET | Method::HEAD);
        let from_elsewhere = !is_reading && site.is_some_and(|site| site != "same-origin");
        if from_elsewhere || origin.is_some_and(|origin| !is_own(origin)) {
            return Some("requests from other pages are refused");
        }
        None
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        let name = self.cookie();
        let cookies = headers.get_all(header::COOKIE).into_iter();
        cookies
            .filter_map(|value| value.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .any(|(key, value)| key == name && is_same(value, &self.session))
    }

    /// Takes a token; it is good for one visit.
    fn admits(&self, token: &str) -> bool {
        let mut held = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        let admitted = held.as_deref().is_some_and(|held| is_same(held, token));
        if admitted {
            *held = None;
        }
        admitted
    }
}

/// Compares in a time that does not tell how much is right.
fn is_same(one: &str, other: &str) -> bool {
    Sha256::digest(one) == Sha256::digest(other)
}

/// Lets in who may ask; sends everybody else away.
pub(super) async fn authorize(
    State(guard): State<Arc<Guard>>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    if let Some(reason) = guard.refusal(headers, request.method()) {
        return pages::refused(StatusCode::FORBIDDEN, reason).into_response();
    }
    let known = guard.knows(headers);
    if let Some(token) = token(request.uri()) {
        if known || guard.admits(token) {
            return admitted(&guard);
        }
        return pages::locked("This address was already used");
    }
    if !known {
        return pages::locked("This page opens by the address that motif printed when it started");
    }
    next.run(request).await
}

fn token(uri: &Uri) -> Option<&str> {
    let query = uri.query().filter(|_| uri.path() == "/")?;
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("token="))
}

/// Hands out the cookie and goes on to an address without the token.
fn admitted(guard: &Guard) -> Response {
    let cookie = format!(
        "{}={}; Path=/; HttpOnly; SameSite=Strict",
        guard.cookie(),
        guard.session
    );
    let mut response = Redirect::to("/").into_response();
    let cookie = HeaderValue::from_str(&cookie).expect("a cookie is plain text");
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}

/// What an answer may do in a browser: load from here and from nowhere else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Says to the browser what an answer may do.
pub(super) async fn security_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
