//! The class of publicity of what is written, with the ground of secrecy.

use domain::Publicity;
use domain::assessment::Marking;
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
        stored: impl Fn(&F) -> Marking,
    ) -> Option<Marking> {
        let classes = classes(self.t(), true);
        self.marked(classes, label, stored, |class| class)
    }

    /// The same of a note that may be missing and that no public report shows: without a text there
    /// is nothing to keep secret.
    pub fn marking_if(
        &mut self,
        has_text: bool,
        label: impl Into<Label>,
        stored: impl Fn(&F) -> Marking,
    ) -> Option<Marking> {
        let classes = classes(self.t(), false);
        let or_internal = |class| if has_text { class } else { Publicity::Internal };
        self.marked(classes, label, stored, or_internal)
    }

    fn marked(
        &mut self,
        classes: Offers<Publicity>,
        label: impl Into<Label>,
        stored: impl Fn(&F) -> Marking,
        settled: impl FnOnce(Publicity) -> Publicity,
    ) -> Option<Marking> {
        let class = pick(classes).visible().preset(Publicity::Internal.code());
        let class = self.field("publicity", label, class, |it| stored(it).publicity);
        let ground = line(GROUND).or_empty();
        let ground = self.field("ground", "assessment.publicity.ground", ground, |it| {
            stored(it).ground
        });
        let made = class
            .zip(ground)
            .map(|(class, ground)| Marking::new(settled(class), &ground));
        let is_grounded = made.as_ref().is_none_or(Result::is_ok);
        self.rule(&["ground", "publicity"], "error.field.ground", is_grounded);
        made?.ok()
    }
}
