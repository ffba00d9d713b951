//! Every use case of an organisation, called with the ids of things that are somewhere, nowhere or
//! next door. One list, so that what holds for all of them is shown for all of them.

use std::pin::Pin;

use app::assessment::{self, Listed, RoundFacts};
use app::document::StateSheet;
use app::handbook::{FactSheet, HandbookFormat};
use app::import::{self, AnswersPlan, Extent, Target};
use app::interview::Notes;
use app::leadership::{self, Output, SummaryText, SummaryWords};
use app::measure::{self, Asked};
use app::risk::{self, RunRequest};
use app::survey::{self, ExportFormat, NewLetters, Refusal, TextDecision, TextState};
use app::{OrgCx, Outcome, audit, document, handbook, identity, interview, programme};
use app::{service, threat, training};
use domain::assessment::{Action, Finding, Judgement};
use domain::document::DocumentReview;
use domain::handbook::PartKey;
use domain::identity::{Permission, Role};
use domain::interview::{Interview, Passage};
use domain::measure::{Acceptance, CouncilDecision, PlannedMeasure};
use domain::programme::Programme;
use domain::risk::Appetite;
use domain::service::{Node, Stop};
use domain::survey::{Level, Survey};
use domain::training::{Held, Rhythm, SurveyPart};
use domain::{
    ActionId, FindingId, HeldId, InvitationId, LetterRequestId, Locale, Marked, Marking, NodeId,
    OrgId, RoundId, ThreatId, UploadId, UserId,
};

/// The things that the use cases are called with.
#[derive(Debug, Clone)]
pub(crate) struct At {
    /// A coordinator of the caller's organisation, for what a page has loaded before it saves.
    pub(crate) helper: OrgCx,
    pub(crate) round: RoundId,
    pub(crate) facts: RoundFacts,
    pub(crate) survey: Survey,
    pub(crate) request: LetterRequestId,
    pub(crate) interview: Interview,
    pub(crate) passage: Passage,
    pub(crate) finding: Finding,
    pub(crate) action: Action,
    pub(crate) review: DocumentReview,
    pub(crate) node: Node,
    pub(crate) measure: PlannedMeasure,
    pub(crate) decision: CouncilDecision,
    pub(crate) acceptance: Acceptance,
    pub(crate) programme: Programme,
    /// A partner of the programme.
    pub(crate) guest: OrgId,
    pub(crate) person: UserId,
    pub(crate) invitation: InvitationId,
    pub(crate) upload: UploadId,
    pub(crate) held: HeldId,
    pub(crate) framework: domain::framework::Framework,
    pub(crate) part: PartKey,
    pub(crate) picture: &'static str,
}

pub(crate) type Called<'a> = Pin<Box<dyn Future<Output = Outcome<()>> + 'a>>;

/// A use case.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// All of them are asked for.
    pub(crate) needs: &'static [Permission],
    /// Whether it is about something that belongs to one organisation.
    pub(crate) is_about: bool,
    pub(crate) call: for<'a> fn(&'a OrgCx, &'a At) -> Called<'a>,
}

/// What stands in a form of a judgement of the first criterion.
pub(crate) fn judged(level: Level, revision: i64) -> Judgement {
    Judgement {
        criterion: crate::criterion_id(),
        level,
        rationale: Marked::new("Ei ole testattu.".to_owned(), Marking::INTERNAL),
        revision,
    }
}

fn words() -> SummaryText {
    SummaryText {
        words: Marked::new(
            SummaryWords {
                situation: "Tilanne on kohtuullinen.".to_owned(),
                next_steps: String::new(),
            },
            Marking::PUBLIC,
        ),
        revision: 0,
    }
}

fn one_letter() -> NewLetters {
    NewLetters {
        group: String::new(),
        unnamed: 1,
        named: Vec::new(),
        is_file: false,
    }
}

fn refusal() -> Refusal {
    Refusal {
        word: "Valtuutettuja on 27.".to_owned(),
    }
}

const TEXT: TextDecision<'_> = TextDecision {
    key: "00",
    body: "Sanat",
    state: TextState::Released,
};

const RUN: RunRequest = RunRequest { terms: 1, seed: 1 };

fn plan() -> AnswersPlan {
    AnswersPlan::of("elected")
}

fn a_day_without(node: NodeId) -> Stop {
    Stop {
        node,
        hours: 24,
        month: None,
    }
}

macro_rules! cases {
    ($($name:literal, [$($needs:ident)*], $about:ident: |$cx:ident, $at:ident| $call:expr;)*) => {
        &[$(Case {
            name: $name,
            needs: &[$(Permission::$needs),*],
            is_about: cases!($about),
            call: |$cx, $at| Box::pin(async move { $call.await.map(drop) }),
        }),*]
    };
    (own) => { true };
    (any) => { false };
}

/// The use cases: name, rights, whether it is about something of one organisation (`own`) or not
/// (`any`), and the call.
pub(crate) const CASES: &[Case] = cases! {
    "assessment::rounds", [ResultRead], any: |cx, _at| assessment::rounds(cx);
    "assessment::current_round", [ResultRead], any: |cx, _at| assessment::current_round(cx);
    "assessment::round", [AssessmentRead], own: |cx, at| assessment::round(cx, at.round);
    "assessment::round_facts", [AssessmentRead], own: |cx, at| assessment::round_facts(cx, at.round);
    "assessment::create_round", [RoundManage], any: |cx, at| assessment::create_round(cx, &at.facts);
    "assessment::save_round", [RoundManage], own: |cx, at| assessment::save_round(cx, at.round, &at.facts);
    "assessment::publish", [RoundManage], own: |cx, at| assessment::publish(cx, at.round, 1);
    "assessment::reopen", [RoundManage], own: |cx, at| assessment::reopen(cx, at.round, 1);
    "assessment::compare_rounds", [AssessmentRead], own: |cx, at| assessment::compare_rounds(cx, at.round);
    "assessment::progress", [AssessmentRead], own: |cx, at| assessment::progress(cx, at.round);
    "assessment::theme", [AssessmentRead], own: |cx, at| assessment::theme(cx, at.round, &at.finding.place.theme, 1);
    "assessment::criterion", [AssessmentRead], own: |cx, at| assessment::criterion(cx, at.round, &at.finding.place.theme, at.finding.place.criterion.as_ref().unwrap());
    "assessment::picture", [ResultRead], own: |cx, at| assessment::picture(cx, at.round);
    "assessment::overview", [AssessmentRead], own: |cx, at| assessment::overview(cx, at.round);
    "assessment::judge", [Judge], own: |cx, at| assessment::judge(cx, at.round, &judged(Level::Yes, 0));
    "assessment::proposal", [AssessmentRead], own: |cx, at| assessment::proposal(cx, at.round, at.finding.id);
    "assessment::save_proposal", [Judge], own: |cx, at| assessment::save_proposal::<FindingId>(cx, at.round, &at.finding);
    "assessment::save_proposal", [Judge], own: |cx, at| assessment::save_proposal::<ActionId>(cx, at.round, &at.action);
    "assessment::remove_proposal", [Judge], own: |cx, at| assessment::remove_proposal(cx, at.round, at.finding.id, 1);
    "assessment::remove_proposal", [Judge], own: |cx, at| assessment::remove_proposal(cx, at.round, at.action.id, 1);
    "assessment::restore_proposal", [Judge], own: |cx, at| assessment::restore_proposal(cx, at.round, at.finding.id);
    "assessment::restore_proposal", [Judge], own: |cx, at| assessment::restore_proposal(cx, at.round, at.action.id);
    "assessment::frameworks", [AssessmentRead], any: |cx, _at| assessment::frameworks(cx);
    "assessment::view_framework", [AssessmentRead], own: |cx, at| assessment::view_framework(cx, &at.framework.id);
    "assessment::load_framework", [FrameworkLoad], any: |cx, _at| assessment::load_framework(cx, "x.yaml", Vec::new());
    "assessment::keep_framework", [FrameworkLoad], any: |cx, at| assessment::keep_framework(cx, &at.framework, "x.yaml", &Listed::default());
    "assessment::remove_framework", [FrameworkLoad], own: |cx, at| assessment::remove_framework(cx, &at.framework.id);
    "audit::page", [AuditRead], any: |cx, _at| audit::page(cx, None);
    "audit::whom", [AuditRead], any: |cx, _at| audit::whom(cx, &[]);
    "audit::chain", [AuditRead], any: |cx, _at| audit::chain(cx);
    "audit::export", [AuditRead], any: |cx, _at| audit::export(cx);
    "document::checklist", [DocumentRead], own: |cx, at| document::checklist(cx, at.round);
    "document::save", [DocumentWrite], own: |cx, at| document::save(cx, &at.review);
    "document::save_states", [DocumentWrite], own: |cx, at| document::save_states(cx, at.round, &StateSheet { show: String::new(), rows: Vec::new() });
    "document::add_own", [DocumentWrite], own: |cx, at| document::add_own(cx, &at.review);
    "document::remove_own", [DocumentWrite], own: |cx, at| document::remove_own(cx, at.round, &at.review.document, 1);
    "document::restore_own", [DocumentWrite], own: |cx, at| document::restore_own(cx, at.round, &at.review.document);
    "handbook::overview", [HandbookRead], any: |cx, _at| handbook::overview(cx);
    "handbook::book", [HandbookRead], any: |cx, _at| handbook::book(cx);
    "handbook::settings", [HandbookRead], any: |cx, _at| handbook::settings(cx);
    "handbook::file", [HandbookRead], any: |cx, _at| handbook::file(cx, HandbookFormat::Html);
    "handbook::desk", [HandbookWrite], any: |cx, _at| handbook::desk(cx);
    "handbook::facts", [HandbookWrite], any: |cx, _at| handbook::facts(cx);
    "handbook::save_facts", [HandbookWrite], any: |cx, _at| handbook::save_facts(cx, &FactSheet { rows: Vec::new() });
    "handbook::edit", [HandbookWrite], any: |cx, at| handbook::edit(cx, &at.part);
    "handbook::save", [HandbookWrite], any: |cx, at| async { handbook::save(cx, &handbook::edit(&at.helper, &at.part).await?.0).await };
    "handbook::forget", [HandbookWrite], own: |cx, at| handbook::forget(cx, &at.part, 1);
    "handbook::set_open", [HandbookWrite], any: |cx, _at| handbook::set_open(cx, true, 99);
    "handbook::set_shown", [HandbookWrite], any: |cx, at| handbook::set_shown(cx, &at.part, true, 99);
    "handbook::pictures", [HandbookWrite], any: |cx, _at| handbook::pictures(cx);
    "handbook::add_picture", [HandbookWrite], any: |cx, _at| handbook::add_picture(cx, "kuva", "kuva.png", Vec::new());
    "handbook::remove_picture", [HandbookWrite], own: |cx, at| handbook::remove_picture(cx, &at.picture.parse().unwrap());
    "identity::reset", [MemberManage], own: |cx, at| identity::reset(cx, at.person);
    "identity::begin_reset", [MemberManage], own: |cx, at| identity::begin_reset(cx, at.person);
    "identity::stop_reset", [MemberManage], own: |cx, at| identity::stop_reset(cx, at.person);
    "identity::invite", [MemberManage], any: |cx, _at| identity::invite(cx, &testkit::invite("uusi@example.fi", &[Role::Owner]));
    "identity::pending", [MemberManage], any: |cx, _at| identity::pending(cx);
    "identity::withdraw", [MemberManage], own: |cx, at| identity::withdraw(cx, at.invitation);
    "identity::members", [MemberRead], any: |cx, _at| identity::members(cx);
    "identity::set_roles", [MemberManage], own: |cx, at| identity::set_roles(cx, at.person, &[Role::Owner], None);
    "identity::remove", [MemberManage], own: |cx, at| identity::remove(cx, at.person);
    "identity::second_step_rule", [MemberManage], any: |cx, _at| identity::second_step_rule(cx);
    "identity::ask_second_step", [MemberManage], any: |cx, _at| identity::ask_second_step(cx, true);
    "import::preview_documents", [Import DocumentWrite], own: |cx, at| import::preview_documents(cx, at.round, b"");
    "import::take_documents", [Import DocumentWrite], own: |cx, at| import::take_documents(cx, at.round, b"", Extent::Rest);
    "import::documents_template", [DocumentRead], own: |cx, at| import::documents_template(cx, at.round);
    "import::take_notes", [Import InterviewWrite], own: |cx, at| import::take_notes(cx, at.interview.id, b"K: Miten?\nV: Niin.\n");
    "import::take_interview", [Import InterviewWrite], own: |cx, at| import::take_interview(cx, at.interview.clone(), b"K: Miten?\nV: Niin.\n");
    "import::preview_services", [Import ServiceWrite], any: |cx, _at| import::preview_services(cx, b"");
    "import::take_services", [Import ServiceWrite], any: |cx, _at| import::take_services(cx, b"", Extent::Rest);
    "import::services_table", [ServiceRead], any: |cx, _at| import::services_table(cx);
    "import::preview_answers", [Import], own: |cx, at| import::preview_answers(cx, at.round, b"", &plan());
    "import::take_answers", [Import], any: |cx, at| import::take_answers(cx, at.round, b"", &plan(), Extent::Rest);
    "import::remove_answers", [Import], own: |cx, at| import::remove_answers(cx, at.survey.id);
    "import::imported", [Import], own: |cx, at| import::imported(cx, at.survey.id);
    "import::preview_interview", [Import InterviewWrite], own: |cx, at| import::preview_interview(cx, at.interview.clone(), b"");
    "import::stage", [Import], own: |cx, at| import::stage(cx, Target::Documents(at.round), "x.csv", Vec::new());
    "import::stage", [Import], own: |cx, at| import::stage(cx, Target::Notes(at.round, at.interview.id), "x.txt", Vec::new());
    "import::staged", [Import], own: |cx, at| import::staged(cx, at.upload);
    "import::take", [Import], own: |cx, at| import::take(cx, at.upload, &plan());
    "import::discard", [Import], own: |cx, at| import::discard(cx, at.upload);
    "interview::list", [InterviewRead], own: |cx, at| interview::list(cx, at.round);
    "interview::open", [InterviewRead], own: |cx, at| interview::open(cx, at.round, at.interview.id);
    "interview::coded", [InterviewRead], own: |cx, at| interview::coded(cx, at.round, at.interview.id);
    "interview::summary", [InterviewRead], own: |cx, at| interview::summary(cx, at.round);
    "interview::save_facts", [InterviewWrite], own: |cx, at| interview::save_facts(cx, &at.interview);
    "interview::set_done", [InterviewWrite], own: |cx, at| interview::set_done(cx, at.round, at.interview.id, true);
    "interview::remove", [InterviewWrite], own: |cx, at| interview::remove(cx, at.round, at.interview.id);
    "interview::save_notes", [InterviewWrite], own: |cx, at| async { interview::save_notes(cx, at.round, at.interview.id, &Notes { text: "K: Muuta?\n".to_owned(), revision: 1, codes_next: false }).await };
    "interview::replace_words", [InterviewWrite], own: |cx, at| interview::replace_words(cx, at.round, at.interview.id, &[], at.interview.revision);
    "interview::code", [InterviewWrite], own: |cx, at| interview::code(cx, at.round, &at.passage);
    "interview::uncode", [InterviewWrite], own: |cx, at| interview::uncode(cx, at.round, at.interview.id, at.passage.id);
    "interview::restore", [InterviewWrite], own: |cx, at| interview::restore(cx, at.round, at.interview.id, at.upload);
    "leadership::round", [ResultRead], own: |cx, at| leadership::round(cx, at.round);
    "leadership::latest", [ResultRead], any: |cx, _at| leadership::latest(cx);
    "leadership::material", [ResultRead], own: |cx, at| leadership::material(cx, at.round, Locale::Fi);
    "leadership::summary_page", [AssessmentRead], own: |cx, at| leadership::summary_page(cx, at.round, true);
    "leadership::report_page", [AssessmentRead], own: |cx, at| leadership::report_page(cx, at.round, true);
    "leadership::annex", [SecretRead], own: |cx, at| leadership::annex(cx, at.round);
    "leadership::annex_page", [SecretRead], own: |cx, at| leadership::annex_page(cx, at.round);
    "leadership::summary_text", [SummaryWrite], own: |cx, at| leadership::summary_text(cx, at.round, Locale::Sv);
    "leadership::save_summary", [SummaryWrite], own: |cx, at| async { leadership::save_summary(cx, at.round, Locale::Sv, &words()).await };
    "leadership::render", [AssessmentRead], own: |cx, at| leadership::render(cx, Some(at.round), Output::from_name("summary-internal.docx").unwrap(), Locale::Fi);
    "measure::measures", [MeasureRead], any: |cx, _at| measure::measures(cx);
    "measure::measure", [MeasureRead], own: |cx, at| measure::measure(cx, &at.measure.id);
    "measure::plan", [MeasureRead], any: |cx, _at| measure::plan(cx, &Asked::Budget(1_000));
    "measure::proposal", [MeasureRead], any: |cx, _at| measure::proposal(cx, &Asked::Budget(1_000));
    "measure::annex", [SecretRead], any: |cx, _at| measure::annex(cx, &Asked::Budget(1_000), "Peruste");
    "measure::save", [MeasureWrite], own: |cx, at| measure::save(cx, &at.measure);
    "measure::remove", [MeasureWrite], own: |cx, at| measure::remove(cx, &at.measure.id, 1);
    "measure::decisions", [MeasureRead], any: |cx, _at| measure::decisions(cx);
    "measure::decision", [MeasureRead], own: |cx, at| measure::decision(cx, &at.decision.id);
    "measure::record_decision", [RiskDecide], own: |cx, at| measure::record_decision(cx, &at.decision);
    "measure::restore", [MeasureWrite], own: |cx, at| measure::restore(cx, &at.measure.id);
    "measure::restore_decision", [RiskDecide], own: |cx, at| measure::restore_decision(cx, &at.decision.id);
    "measure::restore_acceptance", [RiskDecide], own: |cx, at| measure::restore_acceptance(cx, &at.acceptance.id);
    "measure::remove_decision", [RiskDecide], own: |cx, at| measure::remove_decision(cx, &at.decision.id, 1);
    "measure::acceptances", [MeasureRead], any: |cx, _at| measure::acceptances(cx);
    "measure::acceptance", [MeasureRead], own: |cx, at| measure::acceptance(cx, &at.acceptance.id);
    "measure::accept", [RiskDecide], own: |cx, at| measure::accept(cx, &at.acceptance);
    "measure::remove_acceptance", [RiskDecide], own: |cx, at| measure::remove_acceptance(cx, &at.acceptance.id, 1);
    "programme::programmes", [ProgrammeRead], any: |cx, _at| programme::programmes(cx);
    "programme::programme", [ProgrammeRead], own: |cx, at| programme::programme(cx, at.programme.id);
    "programme::board", [ProgrammeRead], own: |cx, at| programme::board(cx, at.programme.id);
    "programme::joint", [ProgrammeRead], own: |cx, at| programme::joint(cx, at.programme.id);
    "programme::joint_page", [ProgrammeRead], own: |cx, at| programme::joint_page(cx, at.programme.id);
    "programme::render_joint", [ProgrammeRead], own: |cx, at| programme::render_joint(cx, Some(at.programme.id), app::print::FileFormat::Docx, Locale::Fi);
    "programme::candidates", [ProgrammeManage], own: |cx, at| programme::candidates(cx, at.programme.id);
    "programme::invite", [ProgrammeManage], own: |cx, at| programme::invite(cx, at.programme.id, &[]);
    "programme::save", [ProgrammeManage], own: |cx, at| programme::save(cx, &at.programme);
    "programme::create", [ProgrammeManage], any: |cx, at| async { programme::create(cx, &Programme { id: cx.id(), ..at.programme.clone() }).await };
    "programme::agree", [ProgrammeDecide], own: |cx, at| programme::agree(cx, at.programme.id);
    "programme::accept", [ProgrammeDecide], own: |cx, at| programme::accept(cx, at.programme.id);
    "programme::decline", [ProgrammeDecide], own: |cx, at| programme::decline(cx, at.programme.id);
    "programme::leave", [ProgrammeDecide], own: |cx, at| programme::leave(cx, at.programme.id);
    "programme::waiting", [], any: |cx, _at| programme::waiting(cx);
    "programme::guests", [ProgrammeRead], own: |cx, at| programme::guests(cx, at.programme.id);
    "programme::let_in", [ProgrammeDecide], own: |cx, at| programme::let_in(cx, at.programme.id, at.guest);
    "programme::shut_out", [ProgrammeDecide], own: |cx, at| programme::shut_out(cx, at.programme.id, at.guest);
    "programme::share", [ProgrammeDecide], own: |cx, at| programme::share(cx, at.programme.id, true);
    "backup::export", [ContentExport], any: |cx, _at| app::backup::export(cx);
    "risk::model_file", [ThreatRead], any: |cx, _at| risk::model_file(cx);
    "risk::computed", [ThreatRead], any: |cx, _at| risk::computed(cx);
    "risk::latest_run", [ThreatRead], any: |cx, _at| risk::latest_run(cx);
    "risk::followed_run", [ThreatRead], any: |cx, _at| risk::followed_run(cx);
    "risk::begin", [ThreatWrite], any: |cx, _at| risk::begin(cx, RUN);
    "risk::stop", [ThreatWrite], any: |cx, _at| risk::stop(cx);
    "risk::appetite", [ThreatRead], any: |cx, _at| risk::appetite(cx);
    "risk::set_appetite", [RiskDecide], any: |cx, _at| async { risk::set_appetite(cx, &Appetite { revision: 99, ..Appetite::default() }).await };
    "service::register", [ServiceRead], any: |cx, _at| service::register(cx);
    "service::checks", [ServiceRead], any: |cx, _at| service::checks(cx);
    "service::recovery", [ServiceRead], any: |cx, _at| service::recovery(cx);
    "service::what_if", [ServiceRead], own: |cx, at| service::what_if(cx, a_day_without(at.node.id));
    "service::offers", [ServiceRead], any: |cx, _at| service::offers(cx);
    "service::adopt", [ServiceWrite], any: |cx, _at| service::adopt(cx, &[]);
    "service::node", [ServiceRead], own: |cx, at| service::node(cx, at.node.id);
    "service::save", [ServiceWrite], own: |cx, at| async { service::save(cx, &at.node.clone().into()).await };
    "service::confirm", [ServiceWrite], own: |cx, at| service::confirm(cx, at.node.id, 1);
    "service::remove", [ServiceWrite], own: |cx, at| service::remove(cx, at.node.id, 1);
    "service::restore", [ServiceWrite], own: |cx, at| service::restore(cx, at.node.id);
    "survey::all", [SurveyRead], any: |cx, _at| survey::all(cx);
    "survey::of_round", [SurveyRead], own: |cx, at| survey::of_round(cx, at.round);
    "survey::show", [SurveyRead], own: |cx, at| survey::show(cx, at.survey.id);
    "survey::check", [SurveyRead], own: |cx, at| survey::check(cx, at.survey.id);
    "survey::preview", [SurveyRead], own: |cx, at| survey::preview(cx, at.survey.id);
    "survey::progress", [SurveyRead], any: |cx, at| survey::progress(cx, &at.survey);
    "survey::results", [SurveyRead], own: |cx, at| survey::results(cx, at.survey.id);
    "survey::breakdown", [SurveyRead], own: |cx, at| survey::breakdown(cx, at.survey.id, "role");
    "survey::export", [SurveyRead], own: |cx, at| survey::export(cx, at.survey.id, ExportFormat::Csv);
    "survey::released_texts", [SurveyRead], own: |cx, at| survey::released_texts(cx, at.survey.id);
    "survey::poster_file", [SurveyRead], own: |cx, at| survey::poster_file(cx, at.survey.id);
    "survey::evidence", [ResultRead], any: |cx, at| survey::evidence(cx, at.round, content::framework());
    "survey::create", [SurveyManage], own: |cx, at| survey::create(cx, &at.survey);
    "survey::change", [SurveyManage], own: |cx, at| survey::change(cx, &at.survey);
    "survey::open", [SurveyManage], own: |cx, at| survey::open(cx, at.survey.id);
    "survey::close", [SurveyManage], own: |cx, at| survey::close(cx, at.survey.id);
    "survey::letters", [SurveyManage], own: |cx, at| async { survey::letters(cx, at.survey.id, &one_letter()).await };
    "survey::letter_requests", [SurveyRead], own: |cx, at| survey::letter_requests(cx, at.survey.id);
    "survey::letters_to_confirm", [SurveyConfirm], any: |cx, _at| survey::letters_to_confirm(cx);
    "survey::letter_request", [SurveyConfirm], own: |cx, at| survey::letter_request(cx, at.survey.id, at.request);
    "survey::second_people", [SurveyManage], any: |cx, _at| survey::second_people(cx);
    "survey::confirm_letters", [SurveyConfirm], own: |cx, at| survey::confirm_letters(cx, at.survey.id, at.request);
    "survey::refuse_letters", [SurveyConfirm], own: |cx, at| async { survey::refuse_letters(cx, at.survey.id, at.request, &refusal()).await };
    "survey::withdraw_letters", [SurveyManage], own: |cx, at| survey::withdraw_letters(cx, at.survey.id, at.request);
    "survey::confirmed_letters", [SurveyManage], own: |cx, at| survey::confirmed_letters(cx, at.survey.id, at.request, false);
    "survey::texts", [SurveyManage], own: |cx, at| survey::texts(cx, at.survey.id);
    "survey::decide_text", [SurveyManage], own: |cx, at| survey::decide_text(cx, at.survey.id, TEXT);
    "threat::threats", [ThreatRead], any: |cx, _at| threat::threats(cx);
    "threat::threat", [ThreatRead], any: |cx, _at| threat::threat(cx, &ThreatId::new("no-such-threat"));
    "threat::adapt", [ThreatWrite], any: |cx, at| async { threat::adapt(cx, &threat::threat(&at.helper, &ThreatId::new("ransomware-own")).await?.ranges()).await };
    "threat::forget", [ThreatWrite], any: |cx, _at| threat::forget(cx, &ThreatId::new("no-such-threat"), 1);
    "training::mine", [TrainingTake], any: |cx, _at| training::mine(cx);
    "training::join", [TrainingTake], any: |cx, _at| training::join(cx, "choir", "full");
    "training::want_reminders", [TrainingTake], any: |cx, _at| training::want_reminders(cx, true);
    "training::answer", [TrainingTake], any: |cx, _at| async { training::answer(cx, "none", &std::collections::BTreeMap::new()).await };
    "training::certificate", [TrainingTake], any: |cx, _at| training::certificate(cx);
    "training::overview", [TrainingManage], any: |cx, _at| training::overview(cx);
    "training::hold", [TrainingManage], any: |cx, at| async { training::hold(cx, &Held { id: cx.id(), session: "start".to_owned(), body: domain::training::Body::Council, on: at.facts.due_on.unwrap(), people: 1, findings: String::new() }).await };
    "training::remove", [TrainingManage], own: |cx, at| training::remove(cx, at.held);
    "training::restore", [TrainingManage], own: |cx, at| training::restore(cx, at.held);
    "training::slides", [TrainingManage], any: |cx, _at| training::slides(cx, "none");
    "training::set_rhythm", [TrainingManage], any: |cx, _at| training::set_rhythm(cx, Rhythm::Monthly);
    "training::remind", [TrainingManage], any: |cx, _at| training::remind(cx);
    "training::surveys", [TrainingManage SurveyRead], any: |cx, _at| training::surveys(cx);
    "training::begin_survey", [TrainingManage SurveyManage], own: |cx, at| training::begin_survey(cx, SurveyPart::Before, Some(at.round), "elected");
    "training::choose_survey", [TrainingManage SurveyRead], any: |cx, at| training::choose_survey(cx, SurveyPart::Before, Some(at.survey.id));
    "training::leave_survey", [TrainingManage], any: |cx, _at| training::leave_survey(cx, SurveyPart::After);
    "training::comparison", [TrainingManage], any: |cx, _at| training::comparison(cx, &[]);
};
