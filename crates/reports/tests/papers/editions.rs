//! One round in three editions: what stands in which, and what becomes of texts that are long or made to
//! do harm.

use std::path::Path;

use domain::Locale;
use domain::assessment::Effort;
use domain::framework::Source;
use domain::publicity::{
    Cleared, Edition, Exception, Internal, Marked, Marking, Public, Publicity, Secret,
};
use i18n::Texts;
use jiff::civil::date;
use reports::assessment::{
    CriterionRow, Finding, Full, Header, Method, Proposal, ProposedAction, SourceReading, Summary,
    SurveyAnswer, SurveyQuestion, ThemeChapter, ThemeOverview, Withheld, Worry,
};
use reports::{Counts, Judgement, Report};

use crate::support::{part, parts, said};

fn text<E: Edition>(text: &str) -> Cleared<E> {
    Cleared::exception(text, Exception::Sample)
}

/// A text of each class that says which it is, as far as the edition takes it.
fn of_each_class<E: Edition, T>(make: impl Fn(Cleared<E>, Publicity) -> T) -> Vec<T> {
    let classes = Publicity::ALL.into_iter();
    let cleared = classes.filter_map(|class| {
        let text = format!("kanarialintu {}", class.code());
        let text = Marked::new(text, Marking::new(class, "Laki 1 §").ok()?);
        Some((text.cleared()?, class))
    });
    cleared.map(|(text, class)| make(text, class)).collect()
}

fn summary<E: Edition>(words: &str) -> Summary<E> {
    Summary {
        header: Header {
            organisation: text(words),
            round: text(words),
            date: date(2026, 11, 30),
            prepared_by: text(words),
            fictitious: false,
        },
        situation: vec![text(words)],
        themes: vec![ThemeOverview {
            title: text(words),
            counts: Counts::of(Judgement::ALL),
            sentence: Some(text(words)),
        }],
        worries: vec![Worry {
            title: text(words),
            worry: text(words),
            evidence: Some(text(words)),
        }],
        disagreements: vec![text(words)],
        unknown: vec![text(words)],
        proposals: Vec::new(),
        next: vec![text(words)],
        withheld: None,
    }
}

fn full<E: Edition>(words: &str) -> Full<E> {
    let action = |title, _| ProposedAction {
        title,
        owner: Some(text(words)),
        effort: Some(Effort::Small),
        effect: Some(text(words)),
        by: None,
    };
    let criterion = |rationale, _| CriterionRow {
        title: text(words),
        meaning: text(words),
        judgement: Some(Judgement::Partly),
        rationale: Some(rationale),
        references: vec![words.to_owned()],
    };
    let theme = ThemeChapter {
        title: text(words),
        question: Some(text(words)),
        conclusion: Some(text(words)),
        readings: Source::ALL
            .iter()
            .map(|it| SourceReading::nothing(*it))
            .collect(),
        criteria: of_each_class(criterion),
        disagreements: of_each_class(|it, _| it),
        findings: of_each_class(|title, publicity| Finding {
            text: title.clone(),
            title,
            publicity,
        }),
        quotes: Vec::new(),
        actions: of_each_class(action),
        questions: vec![SurveyQuestion {
            text: text(words),
            audience: text(words),
            n: Some(1_234),
            answers: vec![SurveyAnswer {
                label: text(words),
                count: Some(1_000),
                outside: false,
            }],
        }],
    };
    Full {
        summary: summary(words),
        method: Method {
            framework: text(words),
            period: None,
            audiences: Vec::new(),
            minimum_cell: 5,
            interviews: 0,
            documents: 1,
            documents_missing: 0,
            remarks: of_each_class(|it, _| it),
        },
        themes: vec![theme],
        common_actions: of_each_class(action),
        withheld: Withheld { texts: 3 },
    }
}

fn is_xml(name: &str) -> bool {
    Path::new(name).extension() == Some("xml".as_ref())
}

/// What a report says as a Word file.
fn word(report: &dyn Report, locale: Locale) -> String {
    let parts = parts(&reports::docx(report, Texts::new(locale)).unwrap());
    let all = parts
        .iter()
        .filter(|(name, _)| name.starts_with("word/") && is_xml(name));
    all.map(|(_, xml)| said(xml)).collect()
}

/// The classes of which a report holds something.
fn held(report: &dyn Report) -> Vec<Publicity> {
    let all = word(report, Locale::Fi);
    let holds = |class: &Publicity| all.contains(&format!("kanarialintu {}", class.code()));
    Publicity::ALL.into_iter().filter(holds).collect()
}

#[test]
fn each_edition_holds_its_class_and_what_is_more_open() {
    use Publicity as P;
    assert_eq!(held(&full::<Public>("a")), [P::Public]);
    assert_eq!(held(&full::<Internal>("a")), [P::Public, P::Internal]);
    assert_eq!(
        held(&full::<Secret>("a")),
        [P::Public, P::Internal, P::Secret]
    );
}

#[test]
fn what_is_not_public_says_so_where_it_stands() {
    for locale in Locale::ALL {
        let texts = Texts::new(locale);
        let all = word(&full::<Secret>("a"), locale);
        let finding = |class: &str, said: &str| {
            all.contains(&format!("kanarialintu {class}\nkanarialintu {class}{said}"))
        };
        assert!(
            finding(
                "internal",
                &format!("\n{}", texts.say("publicity.internal"))
            ),
            "{locale}"
        );
        assert!(
            finding("secret", &format!("\n{}", texts.say("publicity.secret"))),
            "{locale}"
        );
        let marked = format!("\n{}", texts.say("publicity.public"));
        assert!(
            finding("public", "\n") && !finding("public", &marked),
            "{locale}"
        );
    }
}

#[test]
fn an_edition_tells_how_many_texts_it_leaves_out_and_not_which() {
    for locale in Locale::ALL {
        let texts = Texts::new(locale);
        let mut report = full::<Public>("a");
        let told = texts.count("report.method.withheld-text", 3);
        assert!(word(&report, locale).contains(&told), "{locale}");
        report.withheld = Withheld::default();
        let title = texts.say("report.method.withheld");
        assert!(
            !word(&report, locale).contains(title),
            "{locale}: nothing was left out"
        );
    }
}

/// Texts that are markup somewhere: in Word, in XML, in the typesetter.
const HOSTILE: [&str; 9] = [
    "<w:t>&amp;</w:t>",
    "]]> <!-- a --> <?pi?>",
    "#eval(\"1\") *b* _i_ $x$ @viite `a` = b // c",
    "\\ #set page(width: 1pt) \\u{41}",
    "\"quoted\" 'single' & <b>",
    "ääni שלום مرحبا 日本語 😀",
    "{\\rtf1} %PDF-1.7",
    "=HYPERLINK(\"https://muualla.fi\")",
    "a\u{200b}b\u{ad}c\u{202e}d",
];

#[test]
fn nothing_that_was_typed_becomes_markup_in_a_word_file() {
    for hostile in HOSTILE {
        let report = full::<Internal>(hostile);
        let parts = parts(&reports::docx(&report, Texts::new(Locale::Fi)).unwrap());
        let all = said(part(&parts, "word/document.xml"));
        assert!(all.matches(hostile).count() > 10, "{hostile}");
        let harmless = full::<Internal>("a");
        let same = |part_of: &[(String, String)]| {
            part(part_of, "word/document.xml").matches("<w:p>").count()
        };
        let other =
            crate::support::parts(&reports::docx(&harmless, Texts::new(Locale::Fi)).unwrap());
        assert_eq!(same(&parts), same(&other), "{hostile} made a paragraph");
    }
}

#[test]
fn control_characters_do_not_break_a_word_file() {
    let typed = "a\u{0}b\u{8}c\u{b}d\u{1b}[0me\u{fffe}f\u{7f}g";
    let all = word(&full::<Public>(typed), Locale::En);
    assert!(
        all.contains("abcd[0mefg"),
        "what XML cannot hold is dropped, and nothing else"
    );
}

#[test]
fn nothing_that_was_typed_is_run_by_the_typesetter() {
    let report = summary::<Public>(&HOSTILE.join(" "));
    let pdf = reports::pdf(&report, Texts::new(Locale::Fi)).expect("a PDF");
    assert_eq!(pdf.warnings, Vec::<String>::new());
    assert!(pdf.pages <= 2, "{} pages", pdf.pages);
}

#[test]
fn a_word_without_end_and_a_text_without_end_still_fit() {
    let long = "Digiturvallisuudenkehittämissuunnitelma".repeat(60);
    let mut report = summary::<Public>(&long);
    report.situation = vec![text(&"Sana ".repeat(4_000)); 9];
    let proposal = |at: usize| Proposal {
        decision: text(&format!("{at} {long}")),
        body: Some(text(&long)),
        owner: None,
        by: Some(date(2027, 1, 31)),
        effort: Some(Effort::Large),
    };
    report.proposals = (0..20).map(proposal).collect();
    let pdf = reports::pdf(&report, Texts::new(Locale::Sv)).expect("a PDF");
    assert_eq!(pdf.pages, 2);
}

/// One letter that no font has must not cost the whole paper.
#[test]
fn letters_that_cannot_be_drawn_are_marked_and_the_paper_is_made() {
    for typed in [
        "Hyvä 😀",
        "שלום",
        "日本語",
        "👩\u{200d}💻 \u{1f44d}\u{1f3fd}",
        "a\u{10ffff}b",
    ] {
        let pdf = reports::pdf(&summary::<Public>(typed), Texts::new(Locale::Fi));
        assert!(pdf.is_ok_and(|pdf| pdf.warnings.is_empty()), "{typed}");
    }
}

/// The summary is cut to two pages; the full report is where the rest is to be read.
#[test]
fn the_full_report_leaves_nothing_of_the_summary_out() {
    let mut report = full::<Public>("a");
    let long = "Pitkä perustelu jatkuu. ".repeat(40);
    let line = |kind: &str, at: usize| text(&format!("{kind} {at} {long}loppu{at}{kind}"));
    report.summary.unknown = (0..9).map(|at| line("tuntematon", at)).collect();
    report.summary.next = (0..9).map(|at| line("seuraava", at)).collect();
    let proposal = |at: usize| Proposal {
        decision: line("päätös", at),
        body: None,
        owner: None,
        by: None,
        effort: None,
    };
    report.summary.proposals = (0..9).map(proposal).collect();
    let all = word(&report, Locale::Fi);
    for kind in ["tuntematon", "seuraava", "päätös"] {
        for at in 0..9 {
            assert!(
                all.contains(&format!("loppu{at}{kind}")),
                "{kind} {at} is left out or cut"
            );
        }
    }
}

#[test]
fn shares_of_answers_are_of_all_who_answered() {
    for (locale, shown) in [
        (Locale::Fi, "1\u{a0}000 (81\u{a0}%)"),
        (Locale::Sv, "1\u{a0}000 (81\u{a0}%)"),
        (Locale::En, "1,000 (81%)"),
    ] {
        assert!(
            word(&full::<Public>("a"), locale).contains(shown),
            "{locale}"
        );
        let mut hidden = full::<Public>("a");
        hidden.themes[0].questions[0].answers[0].count = None;
        let all = word(&hidden, locale);
        assert!(
            !all.contains("000 (") && all.contains(Texts::new(locale).say("report.hidden-note")),
            "{locale}"
        );
        let mut nobody = full::<Public>("a");
        nobody.themes[0].questions[0].n = Some(0);
        nobody.themes[0].questions[0].answers[0].count = Some(0);
        assert!(
            !word(&nobody, locale).contains('%') && !word(&nobody, locale).contains("NaN"),
            "{locale}"
        );
    }
}
