//! Reminders of what people have left: by a button, and by itself in the rhythm that was chosen.
//!
//! Who was reminded is known to nobody but the mail server: the log tells only that it was done.

use domain::audit::AuditKind;
use domain::identity::{Permission, Role, any_may};
use domain::training::{Rhythm, Term, Way};
use domain::{Locale, OrgId};
use i18n::Texts;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::{OrgStore, Trainee};

use super::modules;
use crate::address;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Walk, pick, word_offers};
use crate::mail::Mail;
use crate::queue::{At, Failure, Payload, Policy, enqueue};
use crate::world::App;

/// The hour in Finland at which a reminder leaves by itself: people read mail then.
const HOUR: i8 = 9;

/// How many days whoever has just come is left in peace by reminders that leave by themselves.
const PEACE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What one person is told.
struct Told {
    to: String,
    locale: Locale,
    left: usize,
}

impl Form for Rhythm {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let rhythms = pick(word_offers(f.t(), "training.rhythm")).visible();
        f.field("rhythm", "training.rhythm.which", rhythms, |it| *it)
    }
}

/// Chooses how often people are reminded. The next reminder is computed from today.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn set_rhythm(cx: &OrgCx, rhythm: Rhythm) -> Outcome<()> {
    cx.require(Permission::TrainingManage)?;
    let next = rhythm.next(cx.today()).and_then(at_the_hour);
    let mut org = cx.write().await?;
    org.save_training_reminder(rhythm, next).await?;
    let audit = cx.audit(AuditKind::ReminderChosen, "training", rhythm.code());
    org.audit(&audit).await?;
    Ok(org.commit().await?)
}

/// The moment of a day at which reminders leave.
pub(crate) fn at_the_hour(day: Date) -> Option<Timestamp> {
    let moment = day.at(HOUR, 0, 0, 0).to_zoned(i18n::format::finland());
    moment.ok().map(|moment| moment.timestamp())
}

/// Mails everyone who has something left to do. Tells nothing of who or how many.
///
/// # Errors
/// [`Error::Refused`] when mail has not been set up.
pub async fn remind(cx: &OrgCx) -> Outcome<()> {
    cx.require(Permission::TrainingManage)?;
    if !cx.app().has_mail() {
        return Err(Error::Refused("training.remind.no-mail"));
    }
    let mut org = cx.write().await?;
    let people = unfinished(cx, &mut org, None).await?;
    org.note_training_reminder(cx.now()).await?;
    org.audit(&cx.audit(AuditKind::TrainingReminded, "training", ""))
        .await?;
    send(cx, &mut org, people).await?;
    Ok(org.commit().await?)
}

/// Sends the reminders that are due, in every organisation. However many nodes do it, each reminder
/// leaves once. Without mail nothing is done, and nothing is missed.
///
/// # Errors
/// The first failure; the organisations after it have been looked at all the same.
pub async fn tick(app: &App) -> Outcome<()> {
    if !app.has_mail() {
        return Ok(());
    }
    let mut site = app.store().site_read().await?;
    let due = site.due_training_reminders(app.now()).await?;
    drop(site);
    let mut done = Ok(());
    for org in due {
        if let Err(error) = remind_due(app, org).await {
            tracing::error!(%error, "a training reminder could not be sent; it is tried again");
            done = done.and(Err(error));
        }
    }
    done
}

/// The job that looks for due reminders.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DueReminders {}

impl Payload for DueReminders {
    const NAME: &'static str = "training-reminders";
    const POLICY: Policy = Policy::repeatable(5);

    fn sample() -> Self {
        Self {}
    }

    async fn run(self, at: At) -> Result<(), Failure> {
        Ok(tick(&at.app).await?)
    }
}

/// Takes one organisation's due reminder and puts its mails in the queue, in one transaction: each
/// reminder once, whole or not at all.
async fn remind_due(app: &App, id: OrgId) -> Outcome<()> {
    let cx = OrgCx::of_job(app, id).await?;
    let mut org = cx.write().await?;
    let reminder = org.training_reminder().await?;
    let Some(due) = reminder.next_at.filter(|due| *due <= cx.now()) else {
        return Ok(());
    };
    let next = reminder.rhythm.next(cx.today()).and_then(at_the_hour);
    if !org.claim_training_reminder(due, cx.now(), next).await? {
        return Ok(());
    }
    let people = unfinished(&cx, &mut org, cx.now().checked_sub(PEACE).ok()).await?;
    org.audit(&cx.audit(AuditKind::TrainingReminded, "training", "rhythm"))
        .await?;
    send(&cx, &mut org, people).await?;
    Ok(org.commit().await?)
}

/// Who has something left: elected officials, and others who have joined the training this term.
/// With `since`, only those who had come by then.
async fn unfinished(
    cx: &OrgCx,
    org: &mut OrgStore,
    since: Option<Timestamp>,
) -> Outcome<Vec<Told>> {
    let people = org.trainees(Term::of(cx.today())).await?;
    Ok(people
        .into_iter()
        .filter(|one| one.joined.is_some() || one.roles.contains(&Role::Elected))
        .filter(|one| {
            let roles: Vec<Role> = one.roles.iter().copied().collect();
            any_may(&roles, Permission::TrainingTake)
        })
        .filter(|one| since.is_none_or(|since| has_come_by(one, since)))
        .map(|one| Told {
            left: left(&one),
            to: one.email,
            locale: one.locale,
        })
        .filter(|told| told.left > 0)
        .collect())
}

fn has_come_by(one: &Trainee, since: Timestamp) -> bool {
    let joined = one.joined.map(|(_, day)| day);
    one.created_at <= since && joined.is_none_or(|day| day <= i18n::format::day(since))
}

/// How many modules of the person's own way are left.
fn left(one: &Trainee) -> usize {
    let way = one.joined.map_or(Way::Full, |(way, _)| way);
    let all = modules(way);
    all.iter()
        .filter(|one_of| !one.done.contains(&one_of.id))
        .count()
}

/// Mails each in the person's own language, once the caller has committed; one mail that does not
/// leave does not stop the others.
async fn send(cx: &OrgCx, org: &mut OrgStore, people: Vec<Told>) -> Outcome<()> {
    for told in people {
        enqueue(cx.app(), org, &mail(cx, told)).await?;
    }
    Ok(())
}

fn mail(cx: &OrgCx, told: Told) -> Mail {
    let t = Texts::new(told.locale);
    let organisation = cx.organisation().name.text(told.locale);
    let slug = cx.organisation().slug.as_str();
    let link = address::TRAINING.whole(cx.app().settings(), [slug]);
    let left = t.count(
        "mail.training.left",
        i64::try_from(told.left).unwrap_or(i64::MAX),
    );
    Mail {
        to: told.to,
        subject: t.say("mail.training.subject").to_owned(),
        text: t.with(
            "mail.training.text",
            &[
                ("organisation", &organisation),
                ("left", &left),
                ("link", &link),
            ],
        ),
    }
}
