//! Someone signed in to the demo, page by page, as a browser would be.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use ureq::http::Response;
use ureq::{Agent, Body};

use crate::product::Product;

/// The password of every demo person.
const PASSWORD: &str = "kuvitteellinen-kunta";

/// The largest answer that is read: a report with pictures.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A person with a session.
pub(crate) struct Visitor {
    agent: Agent,
    address: SocketAddr,
    cookie: String,
}

/// An answer: its bytes, where it leads, and how long it took.
pub(crate) struct Answer {
    pub(crate) bytes: Vec<u8>,
    pub(crate) location: String,
    pub(crate) took: Duration,
}

impl Visitor {
    /// Signs in.
    ///
    /// # Errors
    /// When the demo does not know the person.
    pub(crate) fn sign_in(product: &Product, email: &str) -> anyhow::Result<Self> {
        let config = Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .build();
        let mut visitor = Self {
            agent: config.into(),
            address: product.address,
            cookie: String::new(),
        };
        let url = visitor.url("/sign-in");
        let answer = visitor
            .agent
            .post(&url)
            .header("sec-fetch-site", "same-origin")
            .send_form([("email", email), ("password", PASSWORD)])?;
        let session = answer
            .headers()
            .get_all("set-cookie")
            .iter()
            .filter_map(|line| line.to_str().ok()?.split(';').next())
            .find(|pair| pair.starts_with("luotsi_session="))
            .context("the demo did not let us in")?;
        session.clone_into(&mut visitor.cookie);
        Ok(visitor)
    }

    /// The same person, with the same session, at a product that was started again.
    pub(crate) fn at(&self, product: &Product) -> Self {
        Self {
            agent: self.agent.clone(),
            address: product.address,
            cookie: self.cookie.clone(),
        }
    }

    /// Sends a form that is written already.
    ///
    /// # Errors
    /// When it was not taken.
    pub(crate) fn post(&self, path: &str, body: Vec<u8>) -> anyhow::Result<Answer> {
        let begun = Instant::now();
        let asked = self
            .agent
            .post(self.url(path))
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        taken(path, asked.send(body)?, begun)
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Asks for a page or a file.
    ///
    /// # Errors
    /// When it is not shown.
    pub(crate) fn read(&self, path: &str) -> anyhow::Result<Answer> {
        let begun = Instant::now();
        let asked = self
            .agent
            .get(self.url(path))
            .header("cookie", &self.cookie);
        taken(path, asked.call()?, begun)
    }

    /// Sends a form.
    ///
    /// # Errors
    /// When it was not taken.
    pub(crate) fn send(&self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let begun = Instant::now();
        let asked = self
            .agent
            .post(self.url(path))
            .header("cookie", &self.cookie)
            .header("sec-fetch-site", "same-origin");
        taken(path, asked.send_form(fields.iter().copied())?, begun)
    }

    /// Sends a file in the field `file`.
    ///
    /// # Errors
    /// When it was not taken.
    pub(crate) fn upload(&self, path: &str, name: &str, text: &str) -> anyhow::Result<Answer> {
        self.upload_with(path, &[], name, text)
    }

    /// Tries to sign in as somebody who is not known, from a network that a proxy tells of.
    ///
    /// # Errors
    /// When it is not answered as a wrong password is.
    pub(crate) fn knock(&self, email: &str, from: &str) -> anyhow::Result<()> {
        let answer = self
            .agent
            .post(self.url("/sign-in"))
            .header("sec-fetch-site", "same-origin")
            .header("x-forwarded-for", from)
            .send_form([("email", email), ("password", PASSWORD)])?;
        let status = answer.status();
        ensure!(status == 422, "signing in answered {status}");
        Ok(())
    }

    /// The same with other fields of the form.
    ///
    /// # Errors
    /// When it was not taken.
    pub(crate) fn upload_with(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        name: &str,
        text: &str,
    ) -> anyhow::Result<Answer> {
        const EDGE: &str = "edge-of-a-bench-file";
        let begun = Instant::now();
        let field = |(name, value): &(&str, &str)| {
            format!(
                "--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
        };
        let fields: String = fields.iter().map(field).collect();
        let body = format!(
            "{fields}--{EDGE}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n{text}\r\n--{EDGE}--\r\n"
        );
        let asked = self
            .agent
            .post(self.url(path))
            .header("cookie", &self.cookie)
            .header("sec-fetch-site", "same-origin")
            .header(
                "content-type",
                format!("multipart/form-data; boundary={EDGE}"),
            );
        taken(path, asked.send(body)?, begun)
    }
}

/// The whole answer, when it is a page, a file, or leads on.
fn taken(path: &str, mut answer: Response<Body>, begun: Instant) -> anyhow::Result<Answer> {
    let status = answer.status();
    let location = answer
        .headers()
        .get("location")
        .and_then(|line| line.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let bytes = answer
        .body_mut()
        .with_config()
        .limit(LARGEST)
        .read_to_vec()?;
    let took = begun.elapsed();
    ensure!(
        status.is_success() || status.is_redirection(),
        "{path} answered {status}"
    );
    Ok(Answer {
        bytes,
        location,
        took,
    })
}
