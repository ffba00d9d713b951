//! Closed sets of words: what is stored today must be read tomorrow, and rights go together.

use std::collections::BTreeSet;
use std::fmt::Debug;

use domain::assessment::{Body, Effect, Effort, RoundState};
use domain::audit::AuditKind;
use domain::document::DocumentState;
use domain::framework::{Area, Duty, Source};
use domain::handbook::{FaultKind, Field, PartKind, PictureForm};
use domain::identity::{Permission, Role, any_may};
use domain::interview::{InterviewKind, InterviewState};
use domain::measure::{MeasureEffect, MeasureStatus};
use domain::organisation::Kind;
use domain::programme::Part;
use domain::risk::RunState;
use domain::service::{EffectKind, Moment, NodeKind};
use domain::survey::{Anonymity, Level, SurveyState};
use domain::training::{Change, Rhythm, SurveyPart, Way};
use domain::{Publicity, Word};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Each word is one value, in storage and in files alike, and nothing near it is one.
fn keeps<T: Word + Debug + Serialize + DeserializeOwned>() {
    let read = |text: &str| serde_json::from_str::<T>(&serde_json::to_string(text).unwrap()).ok();
    let codes: BTreeSet<&str> = T::words().iter().map(|word| word.word()).collect();
    assert_eq!(codes.len(), T::words().len(), "{codes:?}");
    for word in T::words() {
        let code = word.word();
        assert_eq!(serde_json::to_value(word).unwrap(), code);
        assert_eq!(read(code), Some(*word));
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
        assert!(
            code.bytes().all(plain),
            "`{code}` is no part of a message key"
        );
        for near in [
            code.to_uppercase(),
            format!("{code} "),
            format!("{code}s"),
            String::new(),
        ] {
            assert!(read(&near).is_none(), "`{near}` is read as {word:?}");
        }
    }
}

#[test]
fn every_word_is_stored_and_read_as_itself() {
    keeps::<Anonymity>();
    keeps::<Area>();
    keeps::<AuditKind>();
    keeps::<Body>();
    keeps::<Change>();
    keeps::<DocumentState>();
    keeps::<Duty>();
    keeps::<Effect>();
    keeps::<EffectKind>();
    keeps::<Effort>();
    keeps::<Field>();
    keeps::<InterviewKind>();
    keeps::<InterviewState>();
    keeps::<Kind>();
    keeps::<Level>();
    keeps::<MeasureEffect>();
    keeps::<MeasureStatus>();
    keeps::<Moment>();
    keeps::<NodeKind>();
    keeps::<Part>();
    keeps::<PartKind>();
    keeps::<Permission>();
    keeps::<PictureForm>();
    keeps::<Rhythm>();
    keeps::<Role>();
    keeps::<RoundState>();
    keeps::<RunState>();
    keeps::<Source>();
    keeps::<SurveyPart>();
    keeps::<SurveyState>();
    keeps::<Way>();
    keeps::<domain::training::Body>();
}

#[test]
fn classes_and_faults_have_words_of_their_own() {
    for class in Publicity::ALL {
        assert_eq!(Publicity::from_code(class.code()), Some(class));
        assert_eq!(serde_json::to_value(class).unwrap(), class.code());
    }
    assert!(Publicity::from_code("Public").is_none());
    // What is compared is who may read: a class may stand in every edition above it.
    assert!(Publicity::ALL.is_sorted_by(|a, b| a < b));
    let codes: BTreeSet<&str> = FaultKind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!(codes.len(), FaultKind::ALL.len());
}

#[test]
fn moments_of_a_stop_come_one_after_another() {
    assert!(Moment::ALL.is_sorted_by(|a, b| a.hours() < b.hours()));
}

#[test]
fn whoever_may_write_may_read() {
    use Permission as P;
    for (write, read) in [
        (P::Judge, P::AssessmentRead),
        (P::SecretRead, P::AssessmentRead),
        (P::SurveyManage, P::SurveyRead),
        (P::InterviewWrite, P::InterviewRead),
        (P::DocumentWrite, P::DocumentRead),
        (P::ServiceWrite, P::ServiceRead),
        (P::ProgrammeManage, P::ProgrammeRead),
        (P::ProgrammeDecide, P::ProgrammeRead),
        (P::SummaryWrite, P::ResultRead),
        (P::MemberManage, P::MemberRead),
        (P::ThreatWrite, P::ThreatRead),
        (P::HandbookWrite, P::HandbookRead),
        (P::MeasureWrite, P::MeasureRead),
        (P::RiskDecide, P::MeasureRead),
    ] {
        for role in Role::ALL {
            assert!(!role.may(write) || role.may(read), "{role:?} {write:?}");
        }
    }
}

/// The roles that carry a right.
fn carry(permission: Permission) -> Vec<Role> {
    let roles = Role::ALL.iter().copied();
    roles.filter(|role| role.may(permission)).collect()
}

#[test]
fn what_was_told_in_confidence_is_read_by_few() {
    use Role::{Assessor, Coordinator, Leadership};
    // The director must not read who said what of the director.
    assert_eq!(carry(Permission::InterviewRead), [Coordinator, Assessor]);
    assert_eq!(
        carry(Permission::SecretRead),
        [Leadership, Coordinator, Assessor]
    );
    assert_eq!(carry(Permission::AuditRead), [Coordinator]);
    // Whoever assesses does not decide, and does not speak for the leaders.
    for own in [
        Permission::RiskDecide,
        Permission::SummaryWrite,
        Permission::ProgrammeDecide,
    ] {
        assert_eq!(carry(own), [Leadership, Coordinator], "{own:?}");
    }
}

#[test]
fn roles_add_up_and_nobody_without_one_may_anything() {
    for permission in Permission::ALL {
        assert!(!any_may(&[], *permission));
        assert!(any_may(&[Role::Coordinator], *permission), "{permission:?}");
        for (one, other) in Role::ALL.iter().zip(Role::ALL.iter().rev()) {
            let both = any_may(&[*one, *other], *permission);
            assert_eq!(both, one.may(*permission) || other.may(*permission));
        }
    }
}
