//! The handbook: what anyone reads, what a municipality makes its own, and that nothing else gets out.

use app::form::Typed;
use app::handbook::{
    self, FactRow, FactSheet, HandbookFormat, PartState, add_picture, facts, overview, public,
    public_file, public_picture, remove_picture, save, save_facts, set_open, set_shown,
};
use app::{Error, OrgCx, Outcome};
use domain::handbook::{FaultKind, Field, PartKey, PartKind};
use domain::identity::Role;
use domain::organisation::Organisation;
use domain::{Locale, Publicity};
use testkit::TestApp;
use testkit::pictures::{self, png};
use testkit::planted::{self, INTERNAL, SECRET};

async fn setting() -> (TestApp, Organisation, OrgCx) {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    (test, org, cx)
}

fn key(text: &str) -> PartKey {
    text.parse().unwrap()
}

fn card_form(title: &str, revision: i64) -> Typed {
    let fields = PartKind::Card.fields().iter();
    let pairs: Vec<_> = fields.map(|field| (field.code(), title)).collect();
    Typed::of(&pairs).with("revision", &revision.to_string())
}

fn body_form(text: &str, revision: i64) -> Typed {
    Typed::of(&[("body", text), ("revision", &revision.to_string())])
}

/// Sends the form of a part.
async fn write(cx: &OrgCx, key: &PartKey, typed: &Typed) -> Outcome<()> {
    let (was, with) = handbook::edit(cx, key).await?;
    let words = app::form::read(cx, &with, Some(&was), typed)?;
    save(cx, &words).await
}

/// What the form of a part says of what was typed.
async fn faults(cx: &OrgCx, key: &PartKey, typed: &Typed) -> Vec<String> {
    let (was, with) = handbook::edit(cx, key).await.unwrap();
    let (_, sheet) = app::form::checked(cx, &with, Some(&was), typed);
    sheet.problems.into_iter().map(|it| it.text).collect()
}

async fn open(test: &TestApp, locale: Locale) -> handbook::Shown {
    public(&test.app, "esimerkkila", None, locale)
        .await
        .unwrap()
}

#[tokio::test]
async fn nobody_outside_sees_the_handbook_before_it_is_opened() {
    let (test, org, cx) = setting().await;
    let outside = public(&test.app, "esimerkkila", None, Locale::Fi).await;
    assert!(matches!(outside, Err(Error::NotFound)));
    let member = test.person("valtuutettu", false).await;
    test.join(&member, &org, &[Role::Elected]).await;
    let seen = public(&test.app, "esimerkkila", Some(&member), Locale::Fi).await;
    assert!(!seen.unwrap().is_open);
    set_open(&cx, true, 0).await.unwrap();
    assert!(open(&test, Locale::Sv).await.is_open);
    assert!(matches!(
        set_open(&cx, false, 0).await,
        Err(Error::Conflict)
    ));
    set_open(&cx, false, 1).await.unwrap();
    let closed = public(&test.app, "esimerkkila", None, Locale::Fi).await;
    assert!(matches!(closed, Err(Error::NotFound)));
}

#[tokio::test]
async fn the_shipped_handbook_is_whole_in_every_language() {
    let (test, _, cx) = setting().await;
    set_open(&cx, true, 0).await.unwrap();
    for locale in Locale::ALL {
        let book = open(&test, locale).await.book;
        assert_eq!(book.cards.len(), 12);
        for card in &book.cards {
            assert_eq!(card.locale, locale);
            let chapter = card.chapter.as_ref().unwrap();
            assert!(
                chapter.prose.plain().len() > 2_000,
                "{} in {locale}",
                card.id
            );
        }
    }
}

#[tokio::test]
async fn own_words_replace_the_shipped_ones_in_their_language_only() {
    let (test, _, cx) = setting().await;
    set_open(&cx, true, 0).await.unwrap();
    let role = key("card:role");
    let finnish = cx.in_language(Locale::Fi);
    write(&finnish, &role, &card_form("Oma kortti", 0))
        .await
        .unwrap();
    let book = open(&test, Locale::Fi).await.book;
    assert_eq!(book.card("role").unwrap().title.as_str(), "Oma kortti");
    let swedish = open(&test, Locale::Sv).await.book;
    let card = swedish.card("role").unwrap();
    assert_ne!(card.title.as_str(), "Oma kortti");
    assert_eq!(
        card.elsewhere,
        Some(Locale::Fi),
        "said openly, and where it is"
    );
    let stale = write(&finnish, &role, &card_form("Toinen", 0)).await;
    assert!(matches!(stale, Err(Error::Conflict)));
    handbook::forget(&finnish, &role, 1).await.unwrap();
    let book = open(&test, Locale::Fi).await.book;
    assert_ne!(book.card("role").unwrap().title.as_str(), "Oma kortti");
}

#[tokio::test]
async fn an_own_card_is_shown_in_the_language_that_exists() {
    let (test, _, cx) = setting().await;
    set_open(&cx, true, 0).await.unwrap();
    let own = key("card:own-0123456789abcdef0123456789abcdef");
    let finnish = cx.in_language(Locale::Fi);
    write(&finnish, &own, &card_form("Meidän kortti", 0))
        .await
        .unwrap();
    let book = open(&test, Locale::En).await.book;
    let card = book.card(&own.id).unwrap();
    assert_eq!(
        (card.title.as_str(), card.locale),
        ("Meidän kortti", Locale::Fi)
    );
    let none = write(&finnish, &key("card:none"), &card_form("x", 0)).await;
    assert!(matches!(none, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_changed_shipped_text_never_replaces_own_words_and_shows_what_changed() {
    let (test, org, cx) = setting().await;
    let chapter = key("chapter:role");
    write(&cx, &chapter, &body_form("Oma luku.", 0))
        .await
        .unwrap();
    // As if the pack had been another when the words were written.
    let mut store = test.app.store().write(org.id).await.unwrap();
    let mut part = store
        .handbook_part(&chapter, cx.locale())
        .await
        .unwrap()
        .unwrap();
    let shipped = part.basis[&Field::Body].clone();
    part.basis
        .insert(Field::Body, format!("Vanha rivi.\n{shipped}"));
    store.save_handbook_part(&part, cx.stamp()).await.unwrap();
    store.commit().await.unwrap();
    let (words, editing) = handbook::edit(&cx, &chapter).await.unwrap();
    let shown = app::form::shown(&cx, &editing, Some(&words));
    assert_eq!(shown.values.text("body"), "Oma luku.");
    let (field, changes) = &editing.changed[0];
    assert_eq!(*field, Field::Body);
    assert_eq!(
        changes[0],
        domain::handbook::Change::Gone("Vanha rivi.".into())
    );
    let all = overview(&cx).await.unwrap();
    let row = &all
        .cards
        .iter()
        .find(|(card, _)| card.key.id == "role")
        .unwrap()
        .1;
    assert_eq!(row.state, PartState::Behind);
    // Saving takes the shipped text of today as the basis.
    write(&cx, &chapter, &body_form("Oma luku.", 2))
        .await
        .unwrap();
    assert!(
        handbook::edit(&cx, &chapter)
            .await
            .unwrap()
            .1
            .changed
            .is_empty()
    );
}

#[tokio::test]
async fn what_cannot_be_shown_is_told_and_never_published() {
    let (test, _, cx) = setting().await;
    set_open(&cx, true, 0).await.unwrap();
    let chapter = key("chapter:role");
    let unsafe_text = "Hyvä.\n\n<script>alert(1)</script>\n\n![](x.png)";
    let finnish = cx.in_language(Locale::Fi);
    let t = finnish.texts();
    let told = faults(&finnish, &chapter, &body_form(unsafe_text, 0)).await;
    let expected = [
        (3, FaultKind::Html),
        (5, FaultKind::PictureWithoutText),
        (5, FaultKind::Picture),
    ];
    assert_eq!(told.len(), expected.len(), "{told:?}");
    for (told, (line, kind)) in told.iter().zip(expected) {
        let hint = t.say(&format!("handbook.mend.{}", kind.code()));
        assert!(
            told.starts_with(&format!("Rivi {line}:")) && told.ends_with(hint),
            "{told}"
        );
    }
    let refused = write(&cx, &chapter, &body_form(unsafe_text, 0)).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
    let prose = open(&test, cx.locale()).await.book;
    let prose = &prose.card("role").unwrap().chapter.as_ref().unwrap().prose;
    assert!(!prose.plain().contains("Hyvä."));
    let role = key("card:role");
    write(&cx, &role, &card_form(&"sana ".repeat(19), 0))
        .await
        .unwrap();
    let longer = write(&cx, &role, &card_form(&"s ".repeat(50), 1)).await;
    let Err(Error::Invalid(invalid)) = longer else {
        panic!("must be mended");
    };
    assert_eq!(invalid.of("about"), Some("handbook.error.words"));
}

/// Why a picture is not taken, as the key at a field.
async fn refused(cx: &OrgCx, called: &str, body: Vec<u8>, field: &str) -> &'static str {
    match add_picture(cx, called, "kuva.png", body).await {
        Err(Error::Invalid(invalid)) => invalid.of(field).unwrap_or("another field"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_picture_is_taken_for_what_it_is_and_within_limits() {
    let (test, org, cx) = setting().await;
    let picture = add_picture(&cx, "", "Häiriön vaiheet.PNG", png(3_000, 60))
        .await
        .unwrap();
    assert_eq!(picture.name.as_str(), "hairion-vaiheet.png");
    assert_eq!((picture.width, picture.height), (1_200, 24));
    let heavy = vec![0; exchange::limits::PICTURE_BYTES + 1];
    for (body, key) in [
        (Vec::new(), "handbook.picture.error.empty"),
        (heavy, "handbook.picture.error.bytes"),
        (b"<svg onload=x>".to_vec(), "handbook.picture.error.format"),
        (pictures::bomb(), "handbook.picture.error.pixels"),
        (png(9, 9)[..50].to_vec(), "handbook.picture.error.broken"),
    ] {
        assert_eq!(refused(&cx, "uusi", body, "file").await, key);
    }
    let name = |called| refused(&cx, called, png(9, 9), "name");
    assert_eq!(
        name("Häiriön vaiheet").await,
        "handbook.picture.error.taken"
    );
    assert_eq!(name("???").await, "handbook.picture.error.name");
    let mut store = test.app.store().read(org.id).await.unwrap();
    let all = store.handbook_pictures().await.unwrap();
    assert_eq!(all, std::slice::from_ref(&picture));
    let kept = store
        .handbook_picture_body(&picture.name, &picture.sum)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.len() as u64, picture.size);
    let entries = store.audit_page(i64::MAX, 10).await.unwrap();
    let kinds: Vec<_> = entries.iter().map(|one| one.kind.code()).collect();
    assert!(kinds.contains(&"handbook.picture-added"), "{kinds:?}");
}

/// Fails unless the picture of the chapter is in every file, with its text.
async fn in_every_form(cx: &OrgCx) {
    for (format, holds) in [
        (HandbookFormat::Html, "src=\"data:image/png;base64,"),
        (HandbookFormat::Epub, "href=\"pictures/vaiheet.png\""),
        (
            HandbookFormat::Scorm,
            "<file href=\"pictures/vaiheet.png\"/>",
        ),
        (HandbookFormat::Cmi5, "src=\"pictures/vaiheet.png\""),
    ] {
        let file = handbook::file(cx, format).await.unwrap();
        let text = readable(&file.bytes);
        assert!(
            text.contains(holds) && text.contains("alt=\"Häiriön neljä vaihetta\""),
            "{format:?}"
        );
    }
}

#[tokio::test]
async fn a_picture_of_a_text_is_in_every_form_and_cannot_be_removed() {
    let (test, org, cx) = setting().await;
    let cx = cx.in_language(Locale::Fi);
    set_open(&cx, true, 0).await.unwrap();
    let picture = add_picture(&cx, "vaiheet", "x.png", pictures::told(40, 20))
        .await
        .unwrap();
    let chapter = key("chapter:role");
    let text = "Oma luku.\n\n![Häiriön neljä vaihetta](vaiheet.png)";
    let unknown = text.replace("vaiheet.png", "muu.png");
    let told = faults(&cx, &chapter, &body_form(&unknown, 0)).await;
    let hint = cx.texts().say("handbook.mend.picture");
    assert!(told[0].starts_with("Rivi 3:") && told[0].ends_with(hint));
    let at = |visitor| {
        let (app, name, sum) = (test.app.clone(), picture.name.clone(), picture.sum.clone());
        async move { public_picture(&app, "esimerkkila", visitor, &sum, &name).await }
    };
    assert!(
        matches!(at(None).await, Err(Error::NotFound)),
        "no text shows it yet"
    );
    write(&cx, &chapter, &body_form(text, 0)).await.unwrap();
    let file = at(None).await.unwrap();
    assert!(file.is_open && file.bytes.starts_with(b"\x89PNG"));
    let author = pictures::AUTHOR.as_bytes();
    assert!(!file.bytes.windows(author.len()).any(|part| part == author));
    let book = open(&test, Locale::Fi).await.book;
    assert_eq!(book.pictures.keys().collect::<Vec<_>>(), ["vaiheet.png"]);
    assert!(open(&test, Locale::Sv).await.book.pictures.is_empty());
    in_every_form(&cx).await;
    let rows = handbook::pictures(&cx).await.unwrap();
    assert_eq!(rows[0].used[0].key, chapter);
    let refused = remove_picture(&cx, &picture.name).await;
    assert!(matches!(
        refused,
        Err(Error::Refused("handbook.picture.in-use"))
    ));
    set_shown(&cx, &chapter, false, 1).await.unwrap();
    assert!(
        matches!(at(None).await, Err(Error::NotFound)),
        "its text is left out"
    );
    let member = test.person("valtuutettu", false).await;
    test.join(&member, &org, &[Role::Elected]).await;
    assert!(!at(Some(&member)).await.unwrap().is_open);
    handbook::forget(&cx, &chapter, 1).await.unwrap();
    remove_picture(&cx, &picture.name).await.unwrap();
    assert!(matches!(at(Some(&member)).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn pictures_are_their_municipalitys_own() {
    let (test, org, cx) = setting().await;
    let picture = add_picture(&cx, "kaavio", "x.png", png(9, 9))
        .await
        .unwrap();
    let other = test.municipality("Mallijoki").await;
    let neighbour = test.member(&other, Role::Coordinator).await;
    assert!(handbook::pictures(&neighbour).await.unwrap().is_empty());
    let gone = remove_picture(&neighbour, &picture.name).await;
    assert!(matches!(gone, Err(Error::Conflict)));
    let draft = body_form("![Kaavio](kaavio.png)", 0);
    let refused = write(&neighbour, &key("chapter:role"), &draft).await;
    assert!(
        matches!(refused, Err(Error::Invalid(_))),
        "another municipality's picture is not there"
    );
    let (sum, name) = (picture.sum.as_str(), &picture.name);
    let found = public_picture(&test.app, "mallijoki", None, sum, name).await;
    assert!(matches!(found, Err(Error::NotFound)));
    for role in [Role::Elected, Role::Owner, Role::Assessor] {
        let reader = test.member(&org, role).await;
        let added = add_picture(&reader, "toinen", "x.png", png(9, 9)).await;
        assert!(matches!(added, Err(Error::Forbidden)), "{role:?}");
        let removed = remove_picture(&reader, &picture.name).await;
        assert!(matches!(removed, Err(Error::Forbidden)), "{role:?}");
    }
}

#[tokio::test]
async fn parts_that_are_left_out_are_nowhere() {
    let (test, _, cx) = setting().await;
    set_open(&cx, true, 0).await.unwrap();
    set_shown(&cx, &key("card:money"), false, 1).await.unwrap();
    set_shown(&cx, &key("chapter:role"), false, 2)
        .await
        .unwrap();
    let book = open(&test, Locale::Fi).await.book;
    assert!(book.card("money").is_none());
    assert!(book.card("role").unwrap().chapter.is_none());
    let file = public_file(
        &test.app,
        "esimerkkila",
        None,
        Locale::Fi,
        HandbookFormat::Html,
    )
    .await;
    let page = String::from_utf8(file.unwrap().bytes).unwrap();
    assert!(!page.contains("id=\"card-money\"") && page.contains("id=\"card-role\""));
}

#[tokio::test]
async fn who_may_not_write_does_not_and_neighbours_see_nothing() {
    let (test, org, cx) = setting().await;
    write(&cx, &key("card:role"), &card_form("Oma", 0))
        .await
        .unwrap();
    let (seen, _) = handbook::edit(&cx, &key("card:role")).await.unwrap();
    for role in [Role::Elected, Role::Owner, Role::Assessor] {
        let reader = test.member(&org, role).await;
        let refused = write(&reader, &key("card:role"), &card_form("x", 1)).await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{role:?}");
        assert!(matches!(save(&reader, &seen).await, Err(Error::Forbidden)));
        assert!(matches!(facts(&reader).await, Err(Error::Forbidden)));
    }
    let other = test.municipality("Mallijoki").await;
    let neighbour = test.member(&other, Role::Coordinator).await;
    let theirs = overview(&neighbour).await.unwrap();
    assert!(
        theirs
            .cards
            .iter()
            .all(|(card, _)| card.state == PartState::Shipped)
    );
}

/// Every form of the handbook that a stranger can get, as text.
async fn everything(test: &TestApp) -> String {
    let mut all = String::new();
    for locale in Locale::ALL {
        let shown = open(test, locale).await;
        all.push_str(&serde_json::to_string(&shown.book).unwrap());
        for (format, _, _) in HandbookFormat::ALL {
            if matches!(format, HandbookFormat::Pdf | HandbookFormat::PdfPhone) {
                // Drawn from the same value, and slow to lay out.
                continue;
            }
            let file = public_file(&test.app, "esimerkkila", None, locale, format)
                .await
                .unwrap();
            all.push_str(&readable(&file.bytes));
        }
    }
    all
}

fn readable(bytes: &[u8]) -> String {
    let Ok(mut zip) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        return String::from_utf8_lossy(bytes).into_owned();
    };
    let mut all = String::new();
    for at in 0..zip.len() {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut zip.by_index(at).unwrap(), &mut bytes).unwrap();
        all.push_str(&String::from_utf8_lossy(&bytes));
    }
    all
}

#[tokio::test]
async fn no_form_of_the_handbook_holds_what_is_internal_or_secret() {
    let (test, _, cx) = setting().await;
    planted::round(&cx, domain::assessment::RoundState::Published, "Julkinen").await;
    planted::handbook(&cx).await;
    set_open(&cx, true, 0).await.unwrap();
    let before = everything(&test).await;
    assert!(!before.contains(SECRET) && !before.contains(INTERNAL));
    assert!(before.contains(&planted::canary(Publicity::Public, "tieto")));
    // A fact that may be secret is held back until somebody says that it is public.
    let id = "critical-services";
    let row = facts(&cx)
        .await
        .unwrap()
        .into_iter()
        .find(|row| row.fact.id == id)
        .unwrap();
    assert!(row.fact.care && !row.is_shown());
    let confirmed = FactRow {
        text: "Palkanmaksu: 3 päivää".into(),
        is_confirmed: true,
        is_touched: true,
        ..row
    };
    let rows = vec![confirmed];
    save_facts(&cx, &FactSheet { rows }).await.unwrap();
    assert!(everything(&test).await.contains("Palkanmaksu: 3 päivää"));
}

#[tokio::test]
async fn proposals_from_the_register_are_offered_and_not_published() {
    let test = TestApp::new().await;
    app::demo::fill(&test.app, 2026).await.unwrap();
    let organisation = app::organisation::find(&test.app, "esimerkkila")
        .await
        .unwrap();
    let cx = OrgCx::of_system(test.app.clone(), organisation, Locale::Fi);
    let rows = facts(&cx).await.unwrap();
    let proposal = |id: &str| &rows.iter().find(|row| row.fact.id == id).unwrap().proposal;
    assert!(
        proposal("critical-services").contains(':'),
        "{}",
        proposal("critical-services")
    );
    let shown = public(&test.app, "esimerkkila", None, Locale::Fi)
        .await
        .unwrap();
    assert!(shown.book.facts["critical-services"].lines.is_empty());
    assert!(
        !shown.book.facts["joint-work"].lines.is_empty(),
        "a programme is public"
    );
    assert!(shown.book.intro.is_some());
    let hits = handbook::search(&shown.book, "varmuuskopion");
    assert!(
        hits.iter()
            .any(|hit| hit.spot == handbook::Spot::Card("outage".to_owned())),
        "{hits:?}"
    );
    assert!(handbook::search(&shown.book, "xyzzy").is_empty());
    assert!(handbook::search(&shown.book, "  ").is_empty());
}
