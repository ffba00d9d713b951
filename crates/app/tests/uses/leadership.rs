//! Who gets which edition of a result, and that no edition holds what it must not.

use app::form::{Typed, read};
use app::leadership::{self, Output, ReportKind, SummaryText, SummaryWords};
use app::print::FileFormat;
use app::{Error, OrgCx};
use domain::assessment::{Round, RoundState};
use domain::identity::Role;
use domain::organisation::Organisation;
use domain::{Locale, Marked, Marking, Publicity, RoundId};
use testkit::TestApp;
use testkit::planted::{self, INTERNAL, SECRET, canary, ground};

use crate::unzipped;

async fn words(cx: &OrgCx, round: RoundId, locale: Locale, class: Publicity) {
    let draft = SummaryText {
        words: Marked::new(
            SummaryWords {
                situation: canary(class, "tilanne"),
                next_steps: canary(class, "seuraavaksi"),
            },
            Marking::new(class, &ground(class)).unwrap(),
        ),
        revision: 0,
    };
    leadership::save_summary(cx, round, locale, &draft)
        .await
        .unwrap();
}

async fn setting() -> (TestApp, Organisation, OrgCx) {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    (test, org, cx)
}

/// The text of a PDF as its reader finds it.
fn pdf_text(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, bytes).unwrap();
    let read = std::process::Command::new("pdftotext")
        .args([path.as_os_str(), "-".as_ref()])
        .output()
        .expect("pdftotext is needed (Debian: poppler-utils)");
    String::from_utf8(read.stdout).unwrap()
}

#[tokio::test]
async fn no_public_file_holds_what_is_internal_or_secret() {
    let (test, org, cx) = setting().await;
    let round = planted::round(&cx, RoundState::Published, "Julkinen").await;
    words(&cx, round.id, Locale::Fi, Publicity::Secret).await;
    words(&cx, round.id, Locale::Sv, Publicity::Internal).await;
    words(&cx, round.id, Locale::En, Publicity::Public).await;
    let reader = test.member(&org, Role::Elected).await;
    for locale in Locale::ALL {
        for output in [
            Output::Report(ReportKind::Summary, FileFormat::Docx),
            Output::Report(ReportKind::Summary, FileFormat::Pdf),
            Output::Report(ReportKind::Report, FileFormat::Docx),
            Output::Report(ReportKind::Report, FileFormat::Pdf),
            Output::Tables,
        ] {
            let file = leadership::render(&reader, Some(round.id), output, locale)
                .await
                .unwrap();
            let text = match output {
                Output::Report(_, FileFormat::Pdf) => pdf_text(&file.bytes),
                Output::Report(_, FileFormat::Docx) | Output::Tables => unzipped(&file.bytes),
            };
            assert!(!text.contains(SECRET), "{} holds a secret", file.name);
            assert!(
                !text.contains(INTERNAL),
                "{} holds internal text",
                file.name
            );
            assert!(file.name.is_ascii());
        }
    }
}

#[tokio::test]
async fn no_public_page_holds_what_is_internal_or_secret() {
    let (test, org, cx) = setting().await;
    let round = planted::round(&cx, RoundState::Published, "Julkinen").await;
    words(&cx, round.id, Locale::Fi, Publicity::Internal).await;
    let reader = test.member(&org, Role::Elected).await;
    for locale in Locale::ALL {
        let reader = reader.in_language(locale);
        let pages = [
            leadership::summary_page(&reader, round.id, false)
                .await
                .unwrap(),
            leadership::report_page(&reader, round.id, false)
                .await
                .unwrap(),
        ];
        for page in pages {
            let text = serde_json::to_string(&page).unwrap();
            assert!(!text.contains(SECRET) && !text.contains(INTERNAL));
            assert!(text.contains("Julkinen toimenpiteen otsikko"));
        }
    }
    let fi = leadership::summary_page(&reader, round.id, false)
        .await
        .unwrap();
    let text = serde_json::to_string(&fi).unwrap();
    assert!(text.contains("salassa pidettävässä liitteessä"));
}

#[tokio::test]
async fn the_internal_edition_holds_internal_text_and_no_secret() {
    let (test, org, cx) = setting().await;
    let round = planted::round(&cx, RoundState::Open, "Julkinen").await;
    let leader = test.member(&org, Role::Leadership).await;
    for locale in Locale::ALL {
        let leader = leader.in_language(locale);
        for page in [
            leadership::summary_page(&leader, round.id, true)
                .await
                .unwrap(),
            leadership::report_page(&leader, round.id, true)
                .await
                .unwrap(),
        ] {
            let text = serde_json::to_string(&page).unwrap();
            assert!(!text.contains(SECRET));
            assert!(text.contains(INTERNAL));
        }
        let output = Output::Report(ReportKind::ReportInternal, FileFormat::Docx);
        let file = leadership::render(&leader, Some(round.id), output, locale)
            .await
            .unwrap();
        assert!(!unzipped(&file.bytes).contains(SECRET));
    }
}

#[tokio::test]
async fn the_annex_holds_every_withheld_text_and_its_opening_is_recorded() {
    let (_test, _org, cx) = setting().await;
    let round = planted::round(&cx, RoundState::Open, "Julkinen").await;
    words(&cx, round.id, Locale::Fi, Publicity::Secret).await;
    let annex = leadership::annex_page(&cx, round.id).await.unwrap();
    let text = serde_json::to_string(&annex).unwrap();
    for place in ["perustelu", "havainto", "toimenpide", "huomio", "tilanne"] {
        assert!(text.contains(&format!("{SECRET} {place}")), "{place}");
    }
    assert!(text.contains(INTERNAL));
    assert!(!text.contains("Julkinen havainto"));
    let log = cx
        .read()
        .await
        .unwrap()
        .audit_page(i64::MAX, 20)
        .await
        .unwrap();
    assert!(
        log.iter()
            .any(|entry| entry.kind == domain::audit::AuditKind::SecretOpened)
    );
}

#[tokio::test]
async fn readers_get_the_result_when_it_is_published_and_nothing_more() {
    let (test, org, cx) = setting().await;
    let round = planted::round(&cx, RoundState::Open, "Julkinen").await;
    for role in [Role::Elected, Role::Owner, Role::Host] {
        let reader = test.member(&org, role).await;
        let early = leadership::summary_page(&reader, round.id, false).await;
        assert!(matches!(early, Err(Error::Refused(_))));
        assert!(leadership::latest(&reader).await.unwrap().is_none());
        let internal = leadership::report_page(&reader, round.id, true).await;
        assert!(matches!(internal, Err(Error::Forbidden)));
        let annex = leadership::annex_page(&reader, round.id).await;
        assert!(matches!(annex, Err(Error::Forbidden)));
    }
    let round = planted::set_state(
        &cx,
        Round {
            revision: 2,
            ..round
        },
        RoundState::Published,
    )
    .await;
    let reader = test.member(&org, Role::Elected).await;
    assert!(
        leadership::summary_page(&reader, round.id, false)
            .await
            .is_ok()
    );
    assert_eq!(
        leadership::latest(&reader).await.unwrap().map(|one| one.id),
        Some(round.id)
    );
}

#[tokio::test]
async fn leaderships_words_replace_the_computed_ones_and_are_not_overwritten() {
    let (test, org, cx) = setting().await;
    let round = planted::round(&cx, RoundState::Published, "Julkinen").await;
    let leader = test.member(&org, Role::Leadership).await;
    words(&leader, round.id, Locale::Fi, Publicity::Public).await;
    let page = leadership::summary_page(&leader, round.id, false)
        .await
        .unwrap();
    assert!(
        serde_json::to_string(&page)
            .unwrap()
            .contains("Julkinen tilanne")
    );
    let typed = Typed::of(&[("situation", "toinen"), ("publicity", "public")]);
    let stale: SummaryText = read(&cx, &(), None, &typed).unwrap();
    let saved = leadership::save_summary(&cx, round.id, Locale::Fi, &stale).await;
    assert!(matches!(saved, Err(Error::Conflict)));
    let groundless = read::<SummaryText>(&cx, &(), None, &typed.with("publicity", "secret"));
    assert!(matches!(groundless, Err(Error::Invalid(_))));
    let assessor = test.member(&org, Role::Assessor).await;
    let refused = leadership::save_summary(&assessor, round.id, Locale::Sv, &stale).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
}

#[tokio::test]
async fn a_round_of_another_municipality_is_not_found() {
    let (test, _org, cx) = setting().await;
    let round = planted::round(&cx, RoundState::Published, "Julkinen").await;
    let other = test.municipality("Mallijoki").await;
    let stranger = test.member(&other, Role::Coordinator).await;
    let found = leadership::summary_page(&stranger, round.id, false).await;
    assert!(matches!(found, Err(Error::NotFound)));
}
