//! What surrounds every page: `templates/kit/above.html` and `below.html` draw it.

use askama::Template;
use domain::assessment::Round;
use i18n::Texts;

use super::part::{Crumb, Link, NavItem};
use crate::link::{ACCESSIBILITY, LANGUAGE, SIGN_OUT, START, STOP_RESET};

/// Holds everything the page frame needs besides the page's own content.
///
/// Build it with [`Shell::new`] and the `with_…` steps; a page template has it in a field named
/// `shell` and starts with `{% extends "base.html" %}`.
#[derive(Clone, Debug)]
pub struct Shell {
    /// Texts in the reader's language.
    pub t: Texts,
    /// Page title, without the product's name.
    pub title: String,
    /// The organisation whose page this is.
    pub organisation: Option<OrganisationMark>,
    /// Main navigation; empty when the person has not chosen an organisation.
    pub nav: Vec<NavItem>,
    /// Path from the start page to this page; the last one has no address.
    pub crumbs: Vec<Crumb>,
    /// The person who has logged in.
    pub user: Option<UserMark>,
    /// Languages to choose from.
    pub languages: Vec<LanguageChoice>,
    /// A notice that the previous action left.
    pub flash: Option<Flash>,
    /// What the person must know on every page, such as that somebody has begun to change their
    /// password; mostly empty.
    pub alarm: String,
    /// Address that stops it.
    pub alarm_action: String,
    /// Nonce of this response's content security policy.
    pub nonce: String,
    /// Address of this page, where a language switch returns to.
    pub here: String,
    /// Where the logo leads.
    pub home: String,
    /// Address that receives a chosen language.
    pub language_action: String,
    /// Address that ends the session.
    pub sign_out_action: String,
    /// Address of what is accessible here and what is not.
    pub accessibility: String,
    /// True for pages that need the whole width, such as the matrix.
    pub wide: bool,
    /// What holds for the whole page, such as that nothing on it can be changed; may be empty.
    pub note: &'static str,
    /// Seconds after which the page reloads itself, for progress pages.
    pub refresh_after: Option<u32>,
}

impl Shell {
    /// Everything above the content.
    pub fn above(&self) -> Above<'_> {
        Above { shell: self }
    }

    /// Everything below it.
    pub fn below(&self) -> Below<'_> {
        Below { shell: self }
    }
}

/// What stands above the content of every page.
#[derive(Debug, Template)]
#[template(path = "kit/above.html")]
pub struct Above<'a> {
    shell: &'a Shell,
}

/// What stands below it.
#[derive(Debug, Template)]
#[template(path = "kit/below.html")]
pub struct Below<'a> {
    shell: &'a Shell,
}

/// Names an organisation in the frame.
#[derive(Clone, Debug)]
pub struct OrganisationMark {
    /// Name as residents know it.
    pub name: String,
    /// Name in addresses.
    pub slug: String,
    /// Address of the organisation's first page.
    pub href: String,
}

/// Names the person in the frame.
#[derive(Clone, Debug)]
pub struct UserMark {
    /// Name of the person.
    pub name: String,
    /// What the person may go to: own settings, other organisations.
    pub links: Vec<Link>,
}

/// Offers one language.
#[derive(Clone, Debug)]
pub struct LanguageChoice {
    /// Language tag.
    pub code: String,
    /// Name of the language in that language.
    pub name: String,
    /// True for the language in use.
    pub current: bool,
}

/// Says what the previous action did.
#[derive(Clone, Debug)]
pub struct Flash {
    /// How serious it is.
    pub kind: FlashKind,
    /// The sentence.
    pub text: String,
    /// A way back, where there is one.
    pub undo: Option<Undo>,
}

/// Offers to undo what was just done.
#[derive(Clone, Debug)]
pub struct Undo {
    /// Address the form is posted to.
    pub action: String,
    /// Text of the button.
    pub label: String,
}

/// Tells how serious a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashKind {
    /// Something to know.
    Info,
    /// It worked.
    Success,
    /// It worked, but.
    Warning,
    /// It did not work.
    Error,
}

impl FlashKind {
    /// Returns the part of the class name.
    pub fn css(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Returns the role that makes a screen reader say it with the right urgency.
    pub fn role(self) -> &'static str {
        match self {
            Self::Info | Self::Success => "status",
            Self::Warning | Self::Error => "alert",
        }
    }

    /// Returns the key of the word that names the kind.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Info => "kit.info",
            Self::Success => "kit.success",
            Self::Warning => "kit.warning",
            Self::Error => "kit.error",
        }
    }
}

impl Shell {
    /// Builds the frame of a page without organisation, person or navigation.
    pub fn new(t: Texts, title: &str) -> Self {
        Self {
            t,
            title: title.to_owned(),
            organisation: None,
            nav: Vec::new(),
            crumbs: Vec::new(),
            user: None,
            languages: Vec::new(),
            flash: None,
            alarm: String::new(),
            alarm_action: STOP_RESET.to(()),
            nonce: String::new(),
            here: START.to(()),
            home: START.to(()),
            language_action: LANGUAGE.to(()),
            sign_out_action: SIGN_OUT.to(()),
            accessibility: ACCESSIBILITY.to(()),
            wide: false,
            note: "",
            refresh_after: None,
        }
    }

    /// Puts the page in an organisation and gives it that organisation's navigation.
    #[must_use]
    pub fn with_organisation(mut self, mark: OrganisationMark, nav: Vec<NavItem>) -> Self {
        self.organisation = Some(mark);
        self.nav = nav;
        self
    }

    /// Names the person.
    #[must_use]
    pub fn with_user(mut self, user: UserMark) -> Self {
        self.user = Some(user);
        self
    }

    /// For a page that is shown once, or at an address that cannot be opened again: it offers no other
    /// language, for switching would lose it.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.languages = Vec::new();
        self
    }

    /// Offers languages; `here` is the address to return to after a switch.
    #[must_use]
    pub fn with_languages(mut self, languages: Vec<LanguageChoice>, here: &str) -> Self {
        self.languages = languages;
        here.clone_into(&mut self.here);
        self
    }

    /// Sets the nonce of this response's scripts and styles.
    #[must_use]
    pub fn with_nonce(mut self, nonce: &str) -> Self {
        nonce.clone_into(&mut self.nonce);
        self
    }

    /// Adds the path from the start page.
    #[must_use]
    pub fn with_crumbs(mut self, crumbs: Vec<Crumb>) -> Self {
        self.crumbs = crumbs;
        self
    }

    /// Shows a notice above the content.
    #[must_use]
    pub fn with_flash(mut self, flash: Option<Flash>) -> Self {
        self.flash = flash;
        self
    }

    /// Tells what the person must know on every page.
    #[must_use]
    pub fn with_alarm(mut self, alarm: Option<String>) -> Self {
        self.alarm = alarm.unwrap_or_default();
        self
    }

    /// Says that nothing of a published round can be changed.
    #[must_use]
    pub fn of_round(mut self, round: &Round) -> Self {
        if !round.is_open() {
            self.note = self.t.say("assessment.round.frozen-text");
        }
        self
    }

    /// Gives the content the whole width.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Makes the page reload itself, so that progress moves without a script.
    #[must_use]
    pub fn refreshing(mut self, seconds: u32) -> Self {
        self.refresh_after = Some(seconds);
        self
    }
}
