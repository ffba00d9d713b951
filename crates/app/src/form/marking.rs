//! The class of publicity of what is written, with the ground of secrecy.

use domain::{Marking, Publicity};
use i18n::Texts;

use super::sheet::Offer;
use super::walk::{Label, Walk};
use super::{Form, Offers, line, pick};

/// The most characters of a ground: a provision and a few words.
const GROUND: usize = 500;

/// The classes of publicity; of a text of the report with what each means for its reader.
fn classes(t: Texts, is_reported: bool) -> Offers<Publicity> {
    let offer = |class: &Publicity| {
        let code = class.code();
        let offer = Offer::new(code, t.say(&format!("publicity.{code}")));
        let meaning = || t.say(&format!("assessment.publicity.{code}"));
        (
            *class,
            if is_reported {
                offer.hint(meaning())
            } else {
                offer
            },
        )
    };
    Publicity::ALL.iter().map(offer).collect()
}

impl<F: Form> Walk<'_, F> {
    /// Two fields of a text of the report: the class of publicity, internal in a new form, and the
    /// ground, which a secret text must have and other classes drop.
    pub fn marking(
        &mut self,
        label: impl Into<Label>,
        stored: impl Fn(&F) -> &Marking,
    ) -> Option<Marking> {
        let classes = classes(self.t(), true);
        let class = self.class(label, classes, |it| stored(it).publicity());
        self.grounded(class, stored)
    }

    /// The same of a note that may be missing and that no public report shows: without a text there
    /// is nothing to keep secret. A form begins with the class that is proposed for it.
    pub fn marking_if(
        &mut self,
        has_text: bool,
        label: impl Into<Label>,
        proposed: impl Fn(&F) -> Publicity,
        stored: impl Fn(&F) -> &Marking,
    ) -> Option<Marking> {
        let classes = classes(self.t(), false);
        let class = self.class(label, classes, proposed);
        let class = class.map(|class| if has_text { class } else { Publicity::Internal });
        self.grounded(class, stored)
    }

    fn class(
        &mut self,
        label: impl Into<Label>,
        classes: Offers<Publicity>,
        stored: impl Fn(&F) -> Publicity,
    ) -> Option<Publicity> {
        let class = pick(classes).visible().preset(Publicity::Internal.code());
        self.field("publicity", label, class, stored)
    }

    fn grounded(
        &mut self,
        class: Option<Publicity>,
        stored: impl Fn(&F) -> &Marking,
    ) -> Option<Marking> {
        let ground = line(GROUND).or_empty();
        let ground = self.field("ground", "assessment.publicity.ground", ground, |it| {
            stored(it).ground().unwrap_or_default().to_owned()
        });
        let made = class.zip(ground);
        let made = made.map(|(class, ground)| Marking::new(class, &ground));
        let is_grounded = made.as_ref().is_none_or(Result::is_ok);
        self.rule(&["ground", "publicity"], "error.field.ground", is_grounded);
        made?.ok()
    }
}
