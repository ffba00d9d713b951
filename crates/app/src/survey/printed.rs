//! Letters and poster as files to print.

use domain::survey::{Anonymity, Survey, SurveyState};
use domain::{Cleared, Exception, SurveyId};
use i18n::Texts;
use reports::Report;
use reports::survey::{Invitation, OpenLink};

use super::letter::{Letter, Letters, address};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::print::{File, FileFormat, print};

/// The letters as a PDF file, one a page. It is made and forgotten: the codes are in it.
///
/// # Errors
/// [`Error::Report`] when it cannot be laid out.
pub async fn letters_file(cx: &OrgCx, made: &Letters) -> Outcome<File> {
    let t = cx.texts();
    let instrument = content::instrument(&made.survey.instrument);
    let intro = instrument.map(|one| Cleared::shipped(one.intro.text(t.locale())));
    let owner = cx.organisation().open_name(t.locale());
    let report = reports::survey::Letters {
        organisation: owner.clone(),
        survey: title(&made.survey),
        opening: intro.into_iter().collect(),
        closes: made.survey.closes_on,
        date: cx.today(),
        sender: vec![owner],
        letters: made.letters.iter().map(invitation).collect(),
    };
    file(cx, t.say("survey.letters.file"), Box::new(report)).await
}

fn invitation(letter: &Letter) -> Invitation {
    let lines = [&letter.contact, &letter.group];
    Invitation {
        address: lines
            .into_iter()
            .filter(|line| !line.is_empty())
            .cloned()
            .collect(),
        url: letter.link.clone(),
        typed_url: typed(&letter.address),
        code: letter.code.clone(),
    }
}

/// An address as people type it.
fn typed(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.to_owned()
}

/// The poster of an open survey as a PDF file.
///
/// # Errors
/// [`Error::NotFound`] when there is no such survey or it is not open.
pub async fn poster_file(cx: &OrgCx, id: SurveyId) -> Outcome<File> {
    let (survey, _) = super::show(cx, id).await?;
    if survey.state != SurveyState::Open {
        return Err(Error::NotFound);
    }
    let t = cx.texts();
    let url = address(cx, &survey);
    let report = reports::survey::Poster {
        organisation: cx.organisation().open_name(t.locale()),
        survey: title(&survey),
        sentences: sentences(t, &survey),
        closes: survey.closes_on,
        date: cx.today(),
        link: OpenLink {
            typed_url: typed(&url),
            url,
        },
    };
    file(cx, t.say("survey.poster.file"), Box::new(report)).await
}

/// A survey's name is printed on its invitations.
fn title(survey: &Survey) -> Cleared<domain::publicity::Public> {
    Cleared::exception(survey.title.as_str(), Exception::AgendaName)
}

fn sentences(t: Texts, survey: &Survey) -> Vec<Cleared<domain::publicity::Public>> {
    let minutes = content::instrument(&survey.instrument).map_or(10, |one| one.minutes);
    let minutes = t.cleared_number(minutes);
    let mut all = vec![t.cleared("survey.poster.text", &[("minutes", minutes)])];
    if survey.anonymity == Anonymity::Split {
        all.push(Cleared::shipped(t.say("survey.poster.code")));
    }
    all
}

async fn file(cx: &OrgCx, name: &str, report: Box<dyn Report>) -> Outcome<File> {
    Ok(File {
        name: format!("{}-{name}.pdf", cx.organisation().slug),
        content_type: FileFormat::Pdf.content_type(),
        bytes: print(report, FileFormat::Pdf, cx.locale()).await?,
    })
}
