//! Ctrl-C: what has been begun is finished, nothing more is begun. Pressed again, the program ends at once.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result};
use signal_hook::consts::TERM_SIGNALS;
use signal_hook::flag;

use super::ExitStatus;

/// A flag that is set when the user has had enough.
pub fn watch() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in TERM_SIGNALS {
        // The first of these acts only when the flag is set already, that is at the second signal.
        flag::register_conditional_shutdown(*signal, ExitStatus::Interrupted as i32, stop.clone())
            .and_then(|_| flag::register(*signal, stop.clone()))
            .context("无法响应中断信号")?;
    }
    Ok(stop)
}
