//! Requests whose body comes late: what has changed meanwhile counts, and not what was true when the head
//! of the request came.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use app::identity::{log_out_everywhere, remove};
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Method, StatusCode};
use domain::identity::Role;
use hyper::body::Frame;

use crate::stage::Stage;
use crate::visit::{Guest, Reply, Sent};

/// A body of which the rest comes when something else has happened.
struct Late<F> {
    first: Option<Bytes>,
    meanwhile: Pin<Box<F>>,
    rest: Option<Bytes>,
}

impl<F: Future<Output = ()>> HttpBody for Late<F> {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        if self.rest.is_some() {
            ready!(self.meanwhile.as_mut().poll(cx));
        }
        let rest = self.rest.take();
        Poll::Ready(rest.map(|rest| Ok(Frame::data(rest))))
    }
}

/// Sends something whose last bytes come after `meanwhile`.
async fn late(
    guest: &Guest,
    path: &str,
    sent: &Sent,
    meanwhile: impl Future<Output = ()> + Send + 'static,
) -> Reply {
    let (kind, body) = sent.body();
    let headers = [("sec-fetch-site", "same-origin"), ("content-type", &*kind)];
    let mut first = Bytes::from(body);
    let rest = first.split_off(first.len() / 2);
    let body = Body::new(Late {
        first: Some(first),
        meanwhile: Box::pin(meanwhile),
        rest: Some(rest),
    });
    guest.raw(Method::POST, path, &headers, body).await
}

/// A form that has to be corrected, so that its answer is a page of the organisation; and a file.
fn sent() -> [(&'static str, Sent); 2] {
    let file = ("kehys.yaml".to_owned(), b"a: b".to_vec());
    [
        (
            "rounds/new",
            Sent::Fields(vec![("title".to_owned(), String::new())]),
        ),
        ("frameworks", Sent::File(vec![], file)),
    ]
}

#[tokio::test]
async fn whoever_was_removed_or_shut_out_while_a_body_came_is_answered_with_nothing() {
    let stage = Stage::planted().await;
    let app = stage.site.test.app.clone();
    let org = stage.town.org.clone();
    let guest = stage.member(Role::Coordinator).await;
    let cx = stage.site.test.member(&org, Role::Coordinator).await;
    for (what, sent) in sent() {
        let path = stage.town.at(what);
        let reply = late(&guest, &path, &sent, async {}).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");

        let user = stage
            .site
            .test
            .person(&format!("Erkki {what}"), false)
            .await;
        stage
            .site
            .test
            .join(&user, &org, &[Role::Coordinator])
            .await;
        let cookie = crate::visit::cookie_of(&app, user.email.as_str()).await;
        let guest = Guest {
            cookie: Some(cookie),
            ..guest.clone()
        };
        let (own, gone) = (app.clone(), user.clone());
        let ends = async move { log_out_everywhere(&own, &gone).await.unwrap() };
        let reply = late(&guest, &path, &sent, ends).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{what}");

        let cookie = crate::visit::cookie_of(&app, user.email.as_str()).await;
        let guest = Guest {
            cookie: Some(cookie),
            ..guest.clone()
        };
        let (cx, id) = (cx.clone(), user.id);
        let removed = async move { remove(&cx, id).await.unwrap() };
        let reply = late(&guest, &path, &sent, removed).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{what}");
        assert!(
            !reply.text().contains(org.name.text(domain::Locale::Fi)),
            "{what}"
        );
    }
}

#[tokio::test]
async fn what_is_no_form_or_has_endless_fields_is_refused() {
    let stage = Stage::planted().await;
    let path = stage.town.at("rounds/new");
    let own = ("sec-fetch-site", "same-origin");
    let guest = &stage.town.guest;
    for (kind, body, status) in [
        (
            "text/plain",
            "title=a".to_owned(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            "application/json",
            "{}".to_owned(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ),
        (
            "application/x-www-form-urlencoded",
            "a&".repeat(20_000),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
    ] {
        let headers = [own, ("content-type", kind)];
        let reply = guest.raw(Method::POST, &path, &headers, body).await;
        assert_eq!(reply.status, status, "{kind}");
        assert!(reply.text().contains("<h1"), "a page says what to do");
    }
}
