//! Why there is no answer.

use crate::remote::client::BaseUrlError;

/// Why a language model gave no answer. No text here ever holds a key.
#[derive(Debug, thiserror::Error)]
pub enum ChatError {
    /// The address is no place for requests.
    #[error(transparent)]
    BaseUrl(#[from] BaseUrlError),
    /// What a model says of itself does not fit.
    #[error("the model's {0}")]
    Model(String),
    /// There is nothing to answer.
    #[error("there is nothing to answer: give a prompt or messages, the last of them not the model's own")]
    NoMessages,
    /// What is no image.
    #[error("image {0} is no PNG, JPEG, WebP or GIF; convert it")]
    Image(usize),
    /// More bytes of images than services take.
    #[error("the images have {found} bytes together, above the limit of {most}; scale them down")]
    ImagesTooLarge {
        /// All bytes.
        found: usize,
        /// The most.
        most: usize,
    },
    /// The service wants a key.
    #[error("{0} wants a key; give `key`, such as `env:OPENAI_API_KEY`")]
    NoKey(String),
    /// A key has characters that no key has.
    #[error("the key has characters that cannot be sent, such as a line break; copy it again")]
    KeyCharacters,
    /// 401 or 403.
    #[error(
        "{service} refuses the key ({status}): {message}; check that the key is of this service and may use the model"
    )]
    KeyRefused {
        /// Host that was asked.
        service: String,
        /// HTTP status.
        status: u16,
        /// The service's own words.
        message: String,
    },
    /// Any other status that asking again does not help.
    #[error(
        "{service} refuses the request ({status}): {message}; check the model's name and what it is asked"
    )]
    Refused {
        /// Host that was asked.
        service: String,
        /// HTTP status.
        status: u16,
        /// The service's own words.
        message: String,
    },
    /// Still no time after some tries.
    #[error("{service} has no time ({status}) after {tries} tries: {message}; run again later")]
    Busy {
        /// Host that was asked.
        service: String,
        /// HTTP status of the last try.
        status: u16,
        /// How often it was asked.
        tries: u32,
        /// The service's own words.
        message: String,
    },
    /// Nobody answers.
    #[error("{service} cannot be reached: {reason}; check the base URL and the connection")]
    Unreachable {
        /// Host that was asked.
        service: String,
        /// What went wrong.
        reason: String,
    },
    /// Silence.
    #[error("{service} said nothing for {seconds} s; raise the model's `timeout_seconds` or ask for less")]
    Silence {
        /// Host that was asked.
        service: String,
        /// How long it was waited for.
        seconds: u32,
    },
    /// The stream ended before the answer did.
    #[error("the answer of {service} broke off after {characters} characters{reason}; run again")]
    BrokenOff {
        /// Host that was asked.
        service: String,
        /// How much there was.
        characters: usize,
        /// Why, after a colon, if that is known.
        reason: String,
    },
    /// The service said in the middle of the answer that it fails.
    #[error("{service} failed while it answered: {message}; run again")]
    Failed {
        /// Host that was asked.
        service: String,
        /// The service's own words.
        message: String,
    },
    /// The answer is not in the service's protocol.
    #[error("{service} does not answer as {protocol} does: {reason}; check `provider` and the base URL")]
    Protocol {
        /// Host that was asked.
        service: String,
        /// Whose protocol was expected.
        protocol: &'static str,
        /// What could not be read.
        reason: String,
    },
    /// An answer without end.
    #[error("the answer is longer than {0} bytes; set the model's `max_tokens`")]
    TooLong(usize),
    /// Nothing was said.
    #[error("the model answered nothing{0}; ask it in another way")]
    Empty(&'static str),
    /// The schema is none.
    #[error("the schema is no JSON Schema: {0}")]
    Schema(String),
    /// What was answered does not fit the schema, also after it was asked to mend it.
    #[error("the answer does not fit the schema: {problems}; ask more plainly, or for less at once")]
    NotFitting {
        /// What does not fit, and where.
        problems: String,
        /// The last answer as it came.
        answer: String,
    },
    /// A tool is not declared well.
    #[error("tool `{name}` {problem}")]
    Tool {
        /// Its name.
        name: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The model calls what is not there, or with what does not fit.
    #[error("the model called `{name}`, {problem}; describe the tools more plainly")]
    ToolCall {
        /// What it called.
        name: String,
        /// What is wrong with the call.
        problem: String,
    },
    /// Calls and results do not belong to each other.
    #[error("there are {results} results for {calls} tool calls; give one for each, in order")]
    ToolResults {
        /// How many calls.
        calls: usize,
        /// How many results.
        results: usize,
    },
    /// The run was cancelled.
    #[error("stopped before the answer was whole")]
    Cancelled,
}
