//! The whole site in a test, and people before it who read pages, fill forms and send them.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::Locale;
use domain::identity::Role;
use domain::organisation::Organisation;
use testkit::TestApp;
use tower::ServiceExt;
use web::{Route, Web};

use crate::html::{self, Form};

/// The product with its routes.
pub(crate) struct Site {
    pub(crate) test: TestApp,
    pub(crate) router: axum::Router,
    pub(crate) table: Vec<Route>,
}

/// The cookie of a new session of the person with this address.
pub(crate) async fn cookie_of(app: &app::App, email: &str) -> String {
    let from = app::identity::Origin::default();
    let signed = app::identity::sign_in(app, email, testkit::PASSWORD, from).await;
    let (token, user) = signed.unwrap().unwrap();
    // An operator must have a second step. These tests are about what comes after it.
    let token = if user.is_operator {
        testkit::proven(app, token).await
    } else {
        token
    };
    format!("luotsi_session={}", token.text())
}

impl Site {
    pub(crate) async fn new() -> Self {
        Self::of(TestApp::new().await)
    }

    /// The site of a product, such as one without mail.
    pub(crate) fn of(test: TestApp) -> Self {
        let (router, table) = web::router(Web {
            app: test.app.clone(),
            is_secure: false,
        });
        Self {
            test,
            router,
            table,
        }
    }

    /// A new member of an organisation, signed in.
    pub(crate) async fn person(&self, name: &str, org: &Organisation, roles: &[Role]) -> Guest {
        let user = self.test.person(name, false).await;
        self.test.join(&user, org, roles).await;
        self.sign_in(name, user.email.as_str(), roles).await
    }

    /// Somebody who runs the installation, signed in.
    pub(crate) async fn operator(&self, name: &str) -> Guest {
        let user = self.test.person(name, true).await;
        self.sign_in(name, user.email.as_str(), &[]).await
    }

    /// Somebody who has not signed in.
    pub(crate) fn anonymous(&self) -> Guest {
        Guest {
            name: "anonymous".to_owned(),
            roles: vec![],
            cookie: None,
            router: self.router.clone(),
        }
    }

    async fn sign_in(&self, name: &str, email: &str, roles: &[Role]) -> Guest {
        let cookie = cookie_of(&self.test.app, email).await;
        Guest {
            name: name.to_owned(),
            roles: roles.to_vec(),
            cookie: Some(cookie),
            ..self.anonymous()
        }
    }
}

/// Somebody before the site.
#[derive(Clone)]
pub(crate) struct Guest {
    pub(crate) name: String,
    pub(crate) roles: Vec<Role>,
    pub(crate) cookie: Option<String>,
    pub(crate) router: axum::Router,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    /// The notice that the next page shows.
    notice: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Reply {
    /// Whether the next page says that it was not done.
    pub(crate) fn is_refused(&self) -> bool {
        let notice = self.notice.as_deref().unwrap_or_default();
        notice.starts_with("luotsi_flash=w")
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// A header as text, empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |it| it.to_str().unwrap())
    }

    /// What is set as a cookie of this name, with its attributes.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let all = self.headers.get_all(header::SET_COOKIE).iter();
        let mut all = all.map(|it| it.to_str().unwrap());
        all.find(|it| it.split('=').next() == Some(name))
    }
}

/// What is sent with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sent {
    /// Nothing: a page is asked for.
    Nothing,
    /// The fields of a form.
    Fields(Vec<(String, String)>),
    /// The fields of a form and a file in the field `file`.
    File(Vec<(String, String)>, (String, Vec<u8>)),
}

const BOUNDARY: &str = "luotsi-raja";

impl Sent {
    pub(crate) fn body(&self) -> (String, Vec<u8>) {
        match self {
            Self::Nothing => (String::new(), vec![]),
            Self::Fields(fields) => {
                let mut coded = form_urlencoded::Serializer::new(String::new());
                coded.extend_pairs(fields);
                let kind = "application/x-www-form-urlencoded".to_owned();
                (kind, coded.finish().into_bytes())
            }
            Self::File(fields, (name, bytes)) => {
                let mut body = Vec::new();
                for (name, value) in fields {
                    let part = "Content-Disposition: form-data; name=";
                    body.extend(format!("--{BOUNDARY}\r\n{part}\"{name}\"\r\n\r\n").bytes());
                    body.extend(format!("{value}\r\n").bytes());
                }
                let part = format!("form-data; name=\"file\"; filename=\"{name}\"");
                body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: {part}\r\n").bytes());
                body.extend(b"Content-Type: application/octet-stream\r\n\r\n");
                body.extend(bytes);
                body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
                (format!("multipart/form-data; boundary={BOUNDARY}"), body)
            }
        }
    }
}

impl Guest {
    /// Sends a request and waits for the whole answer.
    pub(crate) async fn send(&self, method: Method, path: &str, sent: &Sent) -> Reply {
        let (kind, body) = sent.body();
        let headers = [
            ("sec-fetch-site", "same-origin"),
            ("content-type", kind.as_str()),
        ];
        self.raw(method, path, &headers, body).await
    }

    /// Sends a request with these headers and no others but the person's cookie.
    pub(crate) async fn raw(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let request = request.body(body.into()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let location = response.headers().get(header::LOCATION);
        let location = location.map_or("", |it| it.to_str().unwrap()).to_owned();
        let cookies = response.headers().get_all(header::SET_COOKIE).iter();
        let mut cookies = cookies.filter_map(|it| it.to_str().unwrap().split(';').next());
        let notice = cookies.find(|it| it.starts_with("luotsi_flash="));
        let notice = notice.map(ToOwned::to_owned);
        let status = response.status();
        let headers = response.headers().clone();
        let bytes = to_bytes(response.into_body(), 1 << 26).await.unwrap();
        Reply {
            status,
            location,
            notice,
            headers,
            bytes: bytes.to_vec(),
        }
    }

    /// Asks for an address.
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, &Sent::Nothing).await
    }

    /// The page that an answer leads to, with the notice that the answer left for it.
    pub(crate) async fn follow(&self, reply: &Reply) -> Reply {
        let own = self.cookie.iter().chain(&reply.notice);
        let cookies: Vec<&str> = own.map(String::as_str).collect();
        let guest = Self {
            cookie: Some(cookies.join("; ")),
            ..self.clone()
        };
        guest.get(&reply.location).await
    }

    /// The page at an address, which must open.
    pub(crate) async fn page(&self, path: &str) -> String {
        let reply = self.get(path).await;
        let name = &self.name;
        assert_eq!(
            reply.status,
            StatusCode::OK,
            "{name} {path}: {}",
            reply.location
        );
        reply.text()
    }

    /// Sends fields.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let sent = Sent::Fields(fields.iter().map(own).collect());
        self.send(Method::POST, path, &sent).await
    }

    /// Chooses a language for everything that this person reads.
    pub(crate) async fn speak(&self, locale: Locale) {
        let chosen = [("language", locale.code()), ("return_to", "/")];
        let reply = self.post("/language", &chosen).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER);
    }

    /// The form of a page that posts to an address with this end.
    pub(crate) async fn form(&self, page: &str, action: &str) -> Form {
        let html = self.page(page).await;
        let forms = html::forms(&html, page);
        let fits = |form: &&Form| {
            let path = form.action.split('?').next().unwrap_or_default();
            form.is_post && path.ends_with(action)
        };
        let found = forms.iter().find(fits);
        let all: Vec<&String> = forms.iter().map(|form| &form.action).collect();
        found
            .cloned()
            .unwrap_or_else(|| panic!("{page} has no form to {action}: {all:?}"))
    }
}
