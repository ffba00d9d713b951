//! Pictures of the municipality's own texts: the page on which they are brought, and each as anyone
//! sees it.

use app::handbook::{MOST_PICTURES, PictureRow, picture_address};
use app::{Error, Invalid};
use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::handbook::{PartKind, PictureName};

use super::link;
use crate::error::PageResult;
use crate::extract::{At, Fields, Org, Problems, Visitor};
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};
use crate::upload::Upload;

/// A picture in the list.
struct Row {
    name: String,
    address: String,
    /// Its size as shown: what a small picture of it keeps free on the page.
    width: u32,
    height: u32,
    facts: String,
    markdown: String,
    /// Where it is shown: address and title.
    used: Vec<(String, String)>,
    remove: String,
}

/// `GET /{org}/handbook/pictures`
#[derive(Template)]
#[template(path = "handbook/pictures.html")]
struct PicturesPage {
    shell: Shell,
    rows: Vec<Row>,
    /// How many there are of how many.
    count: String,
    /// The name as typed.
    called: String,
    action: String,
    problems: Problems,
}

/// The most pixels across of a picture in the list.
const THUMB: u32 = 160;

fn row(org: &Org, one: &PictureRow) -> Row {
    let t = org.t();
    let picture = &one.picture;
    let name = &picture.name;
    let kilobytes = t.number(i64::try_from(picture.size.div_ceil(1_000)).unwrap_or(i64::MAX));
    let shown = picture.width.clamp(1, THUMB);
    let used = one.used.iter().map(|used| {
        let kind = match used.key.kind {
            PartKind::Intro => t.say("handbook.kind.intro"),
            _ => t.say("handbook.kind.chapter"),
        };
        let title = [used.title.as_str(), kind]
            .into_iter()
            .filter(|text| !text.is_empty());
        let title = title.collect::<Vec<_>>().join(", ");
        let href = org.to(link::PART, &used.key);
        (href, format!("{title} ({})", used.locale))
    });
    Row {
        address: picture_address(org.cx.organisation(), picture),
        width: shown,
        height: (picture.height * shown).div_ceil(picture.width.max(1)),
        facts: t.with(
            "handbook.picture.facts",
            &[
                ("width", &picture.width),
                ("height", &picture.height),
                ("size", &kilobytes),
            ],
        ),
        // Three dots are no words: a text with them is refused until somebody says what it shows.
        markdown: format!("![…]({name})"),
        used: used.collect(),
        remove: org.to(link::REMOVE_PICTURE, name),
        name: name.to_string(),
    }
}

async fn page(org: &Org, called: &str, invalid: &Invalid) -> PageResult<PicturesPage> {
    let t = org.t();
    let rows = app::handbook::pictures(&org.cx).await?;
    Ok(PicturesPage {
        shell: org.shell(
            t.say("handbook.picture.title"),
            &[(t.say("handbook.title"), org.to(link::OVERVIEW, ()))],
        ),
        count: if rows.is_empty() {
            t.with("handbook.picture.none", &[("most", &MOST_PICTURES)])
        } else {
            let n = i64::try_from(rows.len()).unwrap_or(i64::MAX);
            t.count_with("handbook.picture.count", n, &[("most", &MOST_PICTURES)])
        },
        rows: rows.iter().map(|one| row(org, one)).collect(),
        called: called.to_owned(),
        action: org.to(link::PICTURES, ()),
        problems: Problems::new(t, invalid),
    })
}

/// `GET /{org}/handbook/pictures`
pub(super) async fn list(org: Org) -> PageResult<Response> {
    Ok(Page(page(&org, "", &Invalid::default()).await?).into_response())
}

/// `POST /{org}/handbook/pictures`: takes a picture, or says why not.
pub(super) async fn add(org: Org, upload: Upload) -> PageResult<Response> {
    let called = upload.fields.text("name");
    match app::handbook::add_picture(&org.cx, called, &upload.name, upload.body).await {
        Ok(picture) => Ok(go_with(
            &org.to(link::PICTURES, ())
                .fragment(format!("picture-{}", picture.name)),
            &Notice::done("handbook.picture.added"),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(page(&org, called, &invalid).await?)),
        Err(other) => Err(other.into()),
    }
}

/// `POST /{org}/handbook/pictures/{picture}/remove`
pub(super) async fn remove(
    org: Org,
    At(name): At<PictureName>,
    _fields: Fields,
) -> PageResult<Response> {
    app::handbook::remove_picture(&org.cx, &name).await?;
    Ok(go_with(
        &org.to(link::PICTURES, ()),
        &Notice::done("handbook.picture.removed"),
    ))
}

/// `GET /handbook/{org}/pictures/{sum}/{picture}`: the address tells which bytes, so what was got once
/// holds for good.
pub(super) async fn show(
    visitor: Visitor,
    At((org, sum, name)): At<(String, String, PictureName)>,
) -> PageResult<Response> {
    let app = &visitor.web().app;
    let file = app::handbook::public_picture(app, &org, visitor.user(), &sum, &name).await?;
    let keeping = if file.is_open {
        "public, max-age=31536000, immutable"
    } else {
        "no-store"
    };
    let headers = [
        (header::CONTENT_TYPE, file.form.content_type()),
        (header::CACHE_CONTROL, keeping),
    ];
    Ok((headers, file.bytes).into_response())
}
