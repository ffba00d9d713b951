//! placeholder for the loss curve
use crate::model::Model;
/// x
pub struct LossCurve;
/// x
pub fn loss_curve(_: &Model) -> LossCurve {
    LossCurve
}
