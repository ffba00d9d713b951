//! What must hold in the demo and between it and the shipped packs.

use domain::Publicity;
use domain::identity::{Email, check_password};
use domain::survey::{MINIMUM_CELL, SurveyState};

use super::{Interview, Round, Survey, WORLD, World};
use crate::problem::Problem;
use crate::{Kind, document, guide, instrument, question};

/// Collects problems of one file.
struct Findings<'a> {
    file: &'a str,
    all: Vec<Problem>,
}

impl Findings<'_> {
    fn need(&mut self, holds: bool, message: impl Into<String>) {
        if !holds {
            self.all.push(Problem::new(self.file, message, ""));
        }
    }

    fn class(&mut self, what: &str, publicity: Publicity, ground: &str) {
        let fits = (publicity == Publicity::Secret) != ground.is_empty();
        self.need(
            fits,
            format!("{what}: a ground stands with secrecy only, and always"),
        );
    }
}

pub(super) fn world(world: &World) -> Vec<Problem> {
    let mut found = Findings {
        file: WORLD,
        all: Vec::new(),
    };
    for organisation in &world.organisations {
        let says = organisation.name.fi.contains("(kuvitteellinen)");
        found.need(
            says,
            format!("{}: the name must say it is fictitious", organisation.key),
        );
        let slug = domain::organisation::Slug::parse(&organisation.key);
        found.need(
            slug.is_some(),
            format!("{} makes no address", organisation.key),
        );
    }
    for person in &world.people {
        let email = Email::parse(&person.email);
        let taken = email.is_ok_and(|email| check_password(&world.password, Some(&email)).is_ok());
        found.need(taken, format!("{}: cannot log in", person.email));
        let nowhere = person.email.ends_with(".example");
        found.need(
            nowhere,
            format!("{}: end the address in .example", person.email),
        );
        let known = world
            .organisations
            .iter()
            .any(|one| one.key == person.organisation);
        let placed = known != person.operator && known != person.roles.is_empty();
        found.need(placed, format!("{}: belongs nowhere", person.email));
    }
    found.all
}

pub(super) fn round(file: &str, round: &Round, world: &World) -> Vec<Problem> {
    let mut found = Findings {
        file,
        all: Vec::new(),
    };
    let is_known = |key: &str| world.organisations.iter().any(|one| one.key == key);
    found.need(is_known(&round.organisation), "organisation is unknown");
    let by = world.people.iter().any(|person| person.email == round.by);
    found.need(by, format!("{} is nobody", round.by));
    for survey in &round.surveys {
        check_survey(&mut found, survey);
    }
    for interview in &round.interviews {
        check_interview(&mut found, interview);
    }
    check_judged(&mut found, round);
    found.all
}

fn check_judged(found: &mut Findings<'_>, round: &Round) {
    for (id, judgement) in &round.judgements {
        found.need(is_criterion(id.as_str()), format!("`{id}` is no criterion"));
        found.class(id.as_str(), judgement.publicity, &judgement.ground);
        found.need(!judgement.why.is_empty(), format!("{id}: say why"));
    }
    for (id, review) in &round.documents {
        found.need(
            document(id).is_some(),
            format!("`{id}` is no expected document"),
        );
        found.class(id, review.publicity, &review.ground);
    }
    for finding in &round.findings {
        found.need(
            is_criterion(finding.criterion.as_str()),
            format!("`{}` is no criterion", finding.criterion),
        );
        found.class(&finding.title, finding.publicity, &finding.ground);
    }
    for action in &round.actions {
        found.need(
            is_criterion(action.criterion.as_str()),
            format!("`{}` is no criterion", action.criterion),
        );
        found.class(&action.title, action.publicity, &action.ground);
    }
}

fn check_survey(found: &mut Findings<'_>, survey: &Survey) {
    let title = &survey.title;
    let Some(instrument) = instrument(&survey.instrument) else {
        found.need(false, format!("{title}: no such instrument"));
        return;
    };
    let minimum = u32::try_from(MINIMUM_CELL).unwrap_or(u32::MAX);
    let enough = survey.state != SurveyState::Closed || survey.answers >= minimum;
    found.need(enough, format!("{title}: too few answers to show"));
    found.need(
        survey.answers <= survey.invited,
        format!("{title}: more answers than invited"),
    );
    found.need(
        survey.weights.total() > 0,
        format!("{title}: weights are zero"),
    );
    for (id, weights) in &survey.odds {
        let asked = instrument
            .sections
            .iter()
            .any(|one| one.questions.contains(id));
        found.need(asked, format!("{title}: `{id}` is not asked"));
        found.need(
            weights.total() > 0,
            format!("{title}: odds of `{id}` are zero"),
        );
    }
    let background = instrument.background.first().and_then(|id| question(id));
    let choices = match background.map(|question| &question.kind) {
        Some(Kind::Background { options }) => options.iter().map(|one| one.id.as_str()).collect(),
        _ => Vec::new(),
    };
    for group in survey.groups.keys() {
        found.need(
            choices.contains(&group.as_str()),
            format!("{title}: no group `{group}`"),
        );
    }
    let sum: u32 = survey.groups.values().sum();
    let fits = survey.groups.is_empty() || sum == survey.invited;
    found.need(
        fits,
        format!("{title}: groups do not add up to the invited"),
    );
}

fn check_interview(found: &mut Findings<'_>, interview: &Interview) {
    let title = &interview.title;
    found.need(
        guide(&interview.guide).is_some(),
        format!("{title}: no such guide"),
    );
    let (_, coded) = interview.read();
    for passage in coded {
        let target = &passage.target;
        let known = is_criterion(target) || is_theme(target);
        found.need(known, format!("{title}: `{target}` is no criterion"));
        found.need(
            passage.level.is_some(),
            format!("{title}: `{target}` has no level"),
        );
        found.need(
            passage.turn.is_some(),
            format!("{title}: `{target}` stands in no turn"),
        );
    }
}

fn is_criterion(id: &str) -> bool {
    crate::framework()
        .criteria()
        .any(|(_, criterion)| criterion.id == id)
}

fn is_theme(id: &str) -> bool {
    crate::framework().themes.iter().any(|theme| theme.id == id)
}
