//! How far a run is.

use std::fmt;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RunStatus {
    /// It waits for somebody to start it.
    Created,
    /// A process works on it.
    Running,
    /// It gave its outputs.
    Finished,
    /// A step gave an error.
    Failed,
    /// Somebody cancelled it.
    Cancelled,
    /// The process that worked on it is gone.
    Interrupted,
}

/// How a run ends on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// It gave its outputs.
    Finished,
    /// A step gave an error.
    Failed,
    /// Somebody cancelled it.
    Cancelled,
}

impl From<Ending> for RunStatus {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Finished => Self::Finished,
            Ending::Failed => Self::Failed,
            Ending::Cancelled => Self::Cancelled,
        }
    }
}

impl RunStatus {
    /// All there are.
    pub const ALL: [Self; 6] =
        [Self::Created, Self::Running, Self::Finished, Self::Failed, Self::Cancelled, Self::Interrupted];

    /// The word for it, as in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
        }
    }

    /// Whether nothing more happens to it on its own.
    #[must_use]
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Created | Self::Running)
    }

    /// What a run of this status has done, for messages.
    pub(crate) fn done(self) -> &'static str {
        match self {
            Self::Created => "been created",
            Self::Cancelled => "been cancelled",
            other => other.name(),
        }
    }
}

impl fmt::Display for RunStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl ToSql for RunStatus {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.name()))
    }
}

impl FromSql for RunStatus {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        Self::ALL.into_iter().find(|status| status.name() == text).ok_or(FromSqlError::InvalidType)
    }
}
