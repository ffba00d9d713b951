//! The public handbook as pages: small, complete in three languages, and holding nothing that is not
//! public; and the pages on which it is written.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use domain::Locale;
use domain::identity::Role;
use domain::organisation::Organisation;
use testkit::{TestApp, planted};
use tower::ServiceExt;
use web::Web;

/// The most bytes of a page with everything that it needs.
const MOST: usize = 50_000;

struct Site {
    test: TestApp,
    router: axum::Router,
    org: Organisation,
    cookie: String,
}

async fn site() -> Site {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let person = test.person("koordinaattori", false).await;
    test.join(&person, &org, &[Role::Coordinator]).await;
    let cookie = crate::visit::cookie_of(&test.app, person.email.as_str()).await;
    let (router, _) = web::router(Web {
        app: test.app.clone(),
        is_secure: false,
    });
    Site {
        test,
        router,
        org,
        cookie,
    }
}

impl Site {
    async fn send(&self, path: &str, form: Option<&str>, is_member: bool) -> Response {
        let mut request = Request::builder()
            .uri(path)
            .header("sec-fetch-site", "same-origin");
        if is_member {
            request = request.header(header::COOKIE, &self.cookie);
        }
        let request = match form {
            Some(form) => request
                .method("POST")
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Body::from(form.to_owned())),
            None => request.body(Body::empty()),
        };
        self.router.clone().oneshot(request.unwrap()).await.unwrap()
    }

    async fn page(&self, path: &str, is_member: bool) -> (StatusCode, String) {
        text(self.send(path, None, is_member).await).await
    }

    async fn open(&self) {
        let form = "is_open=true&revision=0";
        let answer = self
            .send("/esimerkkila/handbook/open", Some(form), true)
            .await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    }
}

async fn text(answer: Response) -> (StatusCode, String) {
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX)
        .await
        .unwrap();
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

/// The pages of one language.
fn pages(locale: Locale) -> Vec<String> {
    let root = format!("/handbook/esimerkkila/{locale}");
    let mut all: Vec<String> = ["", "/questions", "/glossary", "/sources", "/search?q=riski"]
        .iter()
        .map(|page| format!("{root}{page}"))
        .collect();
    for card in &content::handbook().cards {
        all.push(format!("{root}/cards/{}", card.id));
        all.push(format!("{root}/chapters/{}", card.id));
    }
    all
}

#[tokio::test]
async fn every_public_page_is_small_whole_and_free_of_what_is_not_public() {
    let site = site().await;
    let cx = site.test.member(&site.org, Role::Coordinator).await;
    planted::round(&cx, domain::assessment::RoundState::Published, "Julkinen").await;
    planted::handbook(&cx).await;
    site.open().await;
    for path in Locale::ALL.into_iter().flat_map(pages) {
        let (status, page) = site.page(&path, false).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(page.len() < MOST, "{path}: {} bytes", page.len());
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
        assert!(!page.contains('⟦'), "{path} lacks a text");
        assert!(
            !page.contains("{{") && !page.contains("[^"),
            "{path} shows a mark"
        );
        assert!(
            !page.contains(planted::INTERNAL) && !page.contains(planted::SECRET),
            "{path}"
        );
        assert!(
            !page.contains("http-equiv") && !page.contains("src=\"http"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_handbook_that_is_not_open_is_nowhere_for_strangers() {
    let site = site().await;
    for path in [
        "/handbook/esimerkkila",
        "/handbook/esimerkkila/fi",
        "/handbook/esimerkkila/fi/cards/role",
        "/handbook/esimerkkila/fi/files/epub.epub",
        "/handbook/esimerkkila/worker.js",
        "/handbook/olematon/fi",
    ] {
        let (status, _) = site.page(path, false).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let (status, page) = site.page("/handbook/esimerkkila/fi", true).await;
    assert_eq!(status, StatusCode::OK);
    let t = i18n::Texts::new(Locale::Fi);
    assert!(page.contains(t.say("handbook.not-open")));
    site.open().await;
    let (status, _) = site.page("/handbook/esimerkkila/de", false).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, _) = site
        .page("/handbook/esimerkkila/fi/cards/none", false)
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_text_with_faults_is_shown_at_its_line_and_stays_typed() {
    let site = site().await;
    let t = i18n::Texts::new(Locale::Fi);
    let path = "/esimerkkila/handbook/parts/chapter:role";
    let form = "revision=0&body=Hyv%C3%A4.%0A%0A%3Cscript%3Ex%3C%2Fscript%3E";
    let (status, page) = text(site.send(path, Some(form), true).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("Rivi 3") && page.contains(t.say("handbook.mend.html")),
        "{page}"
    );
    assert!(
        !page.contains("<script>x"),
        "what was typed is never markup"
    );
    let preview = "revision=0&preview=true&body=Vahva+**sana**.";
    let (status, page) = text(site.send(path, Some(preview), true).await).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("<strong>sana</strong>"));
    let (_, page) = site
        .page("/handbook/esimerkkila/fi/chapters/role", true)
        .await;
    assert!(
        !page.contains("<strong>sana</strong>"),
        "a preview publishes nothing"
    );
    let (status, _) = text(
        site.send(path, Some("revision=0&body=Oma+**sana**."), true)
            .await,
    )
    .await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let (_, page) = site
        .page("/handbook/esimerkkila/fi/chapters/role", true)
        .await;
    assert!(page.contains("<strong>sana</strong>"));
    let (status, page) = text(site.send(path, Some("revision=0&body=Toinen."), true).await).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(page.contains("<del>") && page.contains("<ins>"));
}

/// A form with a picture, as a browser posts it.
fn with_picture(name: &str, file: &[u8]) -> Vec<u8> {
    let mut body = format!(
        "--line\r\ncontent-disposition: form-data; name=\"name\"\r\n\r\n{name}\r\n--line\r\n\
         content-disposition: form-data; name=\"file\"; filename=\"IMG 1.PNG\"\r\n\
         content-type: text/html\r\n\r\n"
    )
    .into_bytes();
    body.extend(file);
    body.extend(b"\r\n--line--\r\n");
    body
}

impl Site {
    async fn upload(&self, name: &str, file: &[u8]) -> Response {
        let request = Request::post("/esimerkkila/handbook/pictures")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
            .body(Body::from(with_picture(name, file)));
        self.router.clone().oneshot(request.unwrap()).await.unwrap()
    }
}

const PICTURES: &str = "/esimerkkila/handbook/pictures";

#[tokio::test]
async fn a_picture_is_refused_at_its_field_or_listed() {
    let site = site().await;
    let t = i18n::Texts::new(Locale::Fi);
    let (status, page) = text(site.upload("Uusi <b>", b"GIF89a").await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains(t.say("handbook.picture.error.format")));
    assert!(
        page.contains("value=\"Uusi &#60;b&#62;\""),
        "the name stays"
    );
    let taken = site.upload("", &testkit::pictures::png(600, 300)).await;
    assert_eq!(taken.status(), StatusCode::SEE_OTHER);
    let to = &taken.headers()[header::LOCATION];
    assert_eq!(to, &format!("{PICTURES}#picture-img-1.png"));
    let (status, page) = site.page(PICTURES, true).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("![…](img-1.png)") && page.contains("600 × 300"),
        "{page}"
    );
    assert!(!page.contains('⟦') && page.matches("<h1").count() == 1);
    let part = "/esimerkkila/handbook/parts/chapter:role";
    let copied = "revision=0&body=%21%5B%E2%80%A6%5D%28img-1.png%29";
    let (status, page) = text(site.send(part, Some(copied), true).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Rivi 1") && page.contains("vaihtoehtoista"));
    let preview = "revision=0&preview=true&body=%21%5BKaavio%5D%28img-1.png%29";
    let (_, page) = text(site.send(part, Some(preview), true).await).await;
    assert!(page.contains("alt=\"Kaavio\" width=\"600\""), "{page}");
}

/// An open handbook with a picture in a chapter, and the picture's address.
async fn shown() -> (Site, String) {
    let site = site().await;
    site.open().await;
    site.upload("", &testkit::pictures::png(600, 300)).await;
    let form = "revision=0&body=%21%5BKaavio%5D%28img-1.png%29";
    let part = "/esimerkkila/handbook/parts/chapter:role";
    let saved = site.send(part, Some(form), true).await;
    assert_eq!(saved.status(), StatusCode::SEE_OTHER);
    let chapter = "/handbook/esimerkkila/fi/chapters/role";
    let (_, page) = site.page(chapter, false).await;
    assert!(page.len() < MOST && page.contains("loading=\"lazy\""));
    let address = page.split("<img src=\"").nth(1).unwrap();
    let address = address.split('"').next().unwrap().to_owned();
    (site, address)
}

#[tokio::test]
async fn a_picture_is_shown_to_anyone_and_kept_for_good() {
    let (site, address) = shown().await;
    let picture = site.send(&address, None, false).await;
    let headers = picture.headers();
    assert_eq!(picture.status(), StatusCode::OK, "{address}");
    assert_eq!(headers[header::CONTENT_TYPE], "image/png");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    let keeping = headers[header::CACHE_CONTROL].to_str().unwrap();
    assert!(keeping.contains("immutable"), "{keeping}");
    assert!(!headers.contains_key(header::SET_COOKIE));
    let (_, worker) = site
        .page("/handbook/esimerkkila/worker.js?lang=fi", false)
        .await;
    assert!(worker.contains(&address), "without a connection as well");
}

#[tokio::test]
async fn a_picture_is_nowhere_else_and_stays_while_a_text_shows_it() {
    let (site, address) = shown().await;
    let t = i18n::Texts::new(Locale::Fi);
    let (_, page) = site.page(PICTURES, true).await;
    assert!(page.contains("/parts/chapter:role\"") && !page.contains("/remove\""));
    site.test.municipality("Mallijoki").await;
    for elsewhere in [
        address.replace("/esimerkkila/", "/mallijoki/"),
        address.replace("img-1.png", "img-2.png"),
        address.replace("/pictures/", "/pictures/0"),
    ] {
        let (status, _) = site.page(&elsewhere, false).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{elsewhere}");
    }
    let remove = format!("{PICTURES}/img-1.png/remove");
    let (status, page) = text(site.send(&remove, Some(""), true).await).await;
    assert_eq!(status, StatusCode::CONFLICT, "{page}");
    assert!(page.contains(t.say("handbook.picture.in-use")));
}

#[tokio::test]
async fn the_pages_of_the_training_answer_in_plain_html() {
    let site = site().await;
    let module = "/esimerkkila/training/modules/role";
    let (status, page) = site.page(module, true).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(page.matches("<fieldset").count(), 3);
    let (status, page) = text(site.send(module, Some("q1=b"), true).await).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("id=\"q1-b\" name=\"q1\" value=\"b\" checked"),
        "the choice stays"
    );
    let (status, page) = text(site.send(module, Some("q1=b&q2=c&q3=b"), true).await).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("2/3"), "{page}");
    for path in [
        "/esimerkkila/training",
        "/esimerkkila/training/sessions",
        "/esimerkkila/training/sessions/start",
        "/esimerkkila/training/sessions/start/slides",
        "/esimerkkila/handbook",
        "/esimerkkila/handbook/facts",
        "/esimerkkila/handbook/pictures",
        "/esimerkkila/handbook/parts/intro:main",
    ] {
        let (status, page) = site.page(path, true).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(!page.contains('⟦'), "{path} lacks a text");
        assert_eq!(page.matches("<h1").count(), 1, "{path}");
    }
}

/// A search by a stranger whom a proxy of one's own speaks for.
fn search_from(address: &str, locale: Locale) -> Request<Body> {
    let proxy: std::net::SocketAddr = "127.0.0.1:4711".parse().unwrap();
    Request::builder()
        .uri(format!("/handbook/esimerkkila/{locale}/search?q=riski"))
        .header("x-forwarded-for", address)
        .extension(axum::extract::ConnectInfo(proxy))
        .body(Body::empty())
        .unwrap()
}

#[tokio::test]
async fn whoever_searches_too_often_is_told_when_to_try_again() {
    let site = site().await;
    site.open().await;
    let ask = |address, locale| site.router.clone().oneshot(search_from(address, locale));
    for _ in 0..60 {
        let answer = ask("192.0.2.1", Locale::Fi).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
    }
    for locale in Locale::ALL {
        let answer = ask("192.0.2.1", locale).await.unwrap();
        assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.headers()[header::RETRY_AFTER], "60");
        let (_, page) = text(answer).await;
        let t = i18n::Texts::new(locale);
        assert!(page.contains(t.say("handbook.limit.title")), "{page}");
        assert!(page.contains(&t.count("handbook.limit.text", 60)), "{page}");
        assert!(page.contains(&format!("lang=\"{locale}\"")));
        assert!(!page.contains("192.0.2"));
    }
    let other = ask("192.0.2.2", Locale::Fi).await.unwrap();
    assert_eq!(other.status(), StatusCode::OK, "another network searches");
    let (status, _) = site.page("/handbook/esimerkkila/fi", false).await;
    assert_eq!(status, StatusCode::OK, "pages are read all the while");
    for _ in 0..61 {
        let (status, _) = site
            .page("/handbook/esimerkkila/fi/search?q=riski", true)
            .await;
        assert_eq!(status, StatusCode::OK, "members are known");
    }
    site.test.set_time("2027-05-11T09:01:00Z");
    let again = ask("192.0.2.1", Locale::Fi).await.unwrap();
    assert_eq!(again.status(), StatusCode::OK);
}
