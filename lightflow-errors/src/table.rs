//! The table of codes: an entry gives a constant its code and title.
//!
//! A new kind of mistake takes the next free code of its group; a code is never used again for something else.

use crate::Mistake;

macro_rules! mistakes {
    ($($name:ident = $code:literal, $title:literal;)*) => {
        $(#[doc = $title] pub const $name: Mistake = Mistake { code: $code, title: $title };)*

        /// All kinds of mistakes, in the order of their codes.
        pub const ALL: &[Mistake] = &[$($name),*];

        /// The text of the page of each code, in the same order.
        pub(crate) const PAGES: &[&str] = &[$(include_str!(concat!("../pages/", $code, ".md"))),*];
    };
}

mistakes! {
    // 01xx: what a signature or an option says.
    NOT_A_FUNCTION = "LF0101", "the attribute stands above something that is no function";
    GENERIC = "LF0102", "a port without one fixed type";
    SELF_PARAMETER = "LF0103", "a node with `self`";
    UNNAMED_PORT = "LF0104", "a port without a name";
    MUTABLE_PORT = "LF0105", "a port that is changed in place";
    BORROWED_OUTPUT = "LF0106", "an output that is borrowed";
    UNSAFE_FUNCTION = "LF0107", "a node that is `unsafe`";
    ASYNC_GRAPH = "LF0108", "a workflow that is `async`";
    RESULT_OF_GRAPH = "LF0109", "a workflow that gives a `Result`";
    BORROWED_PARAMETER = "LF0110", "a workflow that borrows a parameter";
    CTX_OF_GRAPH = "LF0111", "a workflow with a `Ctx`";
    UNKNOWN_OPTION = "LF0112", "an option that does not exist";
    DOUBLED_OPTION = "LF0113", "an option given twice";
    OPTION_FORM = "LF0114", "an option whose value has another form";
    OPTION_CLASH = "LF0115", "options that do not go together";
    OPTION_SYNTAX = "LF0116", "options that cannot be read";
    BORROWED_DEFAULT = "LF0117", "a default for a borrowed port";
    PORT_TYPE_FORM = "LF0118", "a type that has no form on an edge";
    ERROR_TYPE = "LF0119", "an error type that is no error";
    RETRY_NEEDS_CLONE = "LF0120", "a node with `retry` that takes what cannot be cloned";
    NOT_SEND = "LF0121", "an `async` node that stays on one thread";
    SIGNATURE_SYNTAX = "LF0122", "a declaration that is not Rust";
    UNKNOWN_TYPE = "LF0123", "a port of a type that is not in reach";
    NOT_A_PORT_TYPE = "LF0124", "a type that cannot travel on an edge";
    STREAM_OF_WORKFLOW = "LF0125", "a workflow that takes or gives a stream";

    // 02xx: what a body may contain.
    AWAIT = "LF0201", "`.await` in a workflow";
    QUESTION_MARK = "LF0202", "`?` in a workflow";
    CHANGED_VALUE = "LF0203", "a value that changes";
    LOOP = "LF0204", "`while` or `loop` in a workflow";
    BREAK = "LF0205", "`break` or `continue` in a `for`";
    RETURN = "LF0206", "`return` in a workflow";
    BLOCK_OF_CODE = "LF0207", "`async`, `unsafe` or `const` code in a workflow";
    ITEM = "LF0208", "an item in a workflow";
    MACRO_STATEMENT = "LF0209", "a macro as a statement";
    NO_EFFECT = "LF0210", "an expression that does nothing";
    LET_WITHOUT_VALUE = "LF0211", "a `let` without a value";
    PARTIAL_PATTERN = "LF0212", "a `let` whose pattern may not fit";
    LET_CHAIN = "LF0213", "`let` joined with other conditions";
    STEP_ATTRIBUTE = "LF0214", "an attribute that means nothing here";
    STEP_IN_BLOCK = "LF0215", "steps inside a block";
    STEP_IN_EXPRESSION = "LF0216", "a step inside a closure or branch of an expression";
    UNTYPED_VALUE = "LF0217", "a value whose type is not written";
    NO_ELSE = "LF0218", "an `if` that gives a value, without an `else`";
    BRANCH_WITHOUT_VALUE = "LF0219", "a branch that gives no value";
    LABEL = "LF0220", "a `for` with a label";
    UNNAMED_LIST = "LF0221", "a `for` over a value without a name";
    LENT_ITEM = "LF0222", "a lent item taken apart";
    UNNAMED_SCRUTINEE = "LF0223", "patterns that bind names of a value without one";
    BODY_SYNTAX = "LF0224", "a body that is not Rust";
    MISSING_ARM = "LF0225", "a `match` without an arm for every case";

    // 03xx: wiring and types.
    UNKNOWN_NODE = "LF0301", "a node that does not exist";
    NODE_OUT_OF_REACH = "LF0302", "a node that is not in reach";
    NOT_A_NODE = "LF0303", "a plain function called as a node";
    UNKNOWN_VALUE = "LF0304", "a value that does not exist";
    VALUE_OF_INNER_BODY = "LF0305", "a value of a branch or `for`, used outside";
    USED_BEFORE = "LF0306", "a value used before the step that makes it";
    ENDLESS = "LF0307", "a workflow inside itself";
    UNKNOWN_PORT = "LF0308", "a port that the node does not have";
    MISSING_PORT = "LF0309", "a port that is not given";
    DOUBLED_PORT = "LF0310", "a port given twice";
    TOO_MANY_PORTS = "LF0311", "more values than the node has ports";
    PORTS_OF_ANOTHER_STEP = "LF0312", "`..` followed by a value";
    WRONG_TYPE = "LF0313", "an edge between two types";
    SWAPPED_PORTS = "LF0314", "values in the wrong order";
    NEEDS_BORROW = "LF0315", "a value where the port borrows";
    NEEDS_VALUE = "LF0316", "a borrow where the port takes the value";
    WRONG_LITERAL = "LF0317", "a literal of another type";
    ABSENT_VALUE = "LF0318", "a value that may be absent";
    LIST_FOR_ONE = "LF0319", "a list where one value is wanted";
    DECLARED_TYPE = "LF0320", "a `let` with another type than its value";
    ARMS_DIFFER = "LF0321", "branches that give different types";
    NO_CONDITION = "LF0322", "a condition that is no `bool`";
    WRONG_RESULT = "LF0323", "a result that is not what the head says";
    NOT_CLONED = "LF0324", "a value used again that cannot be cloned";
    NO_LIST = "LF0325", "a `for` over something that is no list";
    PATTERN_TYPE = "LF0326", "a pattern that does not fit the type";
    NO_MEMBER = "LF0327", "a field, method or operator that the type does not have";
    NOT_A_WORKFLOW = "LF0328", "a node or composition given to the engine";

    // 04xx: values.
    DEFAULT_OUT_OF_RANGE = "LF0401", "a default outside of the port's range";
    DEFAULT_NO_CHOICE = "LF0402", "a default that is none of the choices";
    EMPTY_RANGE = "LF0403", "a range that holds no value";
    OPTION_TYPE = "LF0404", "a default, range or choice of another type than the port";
    NOT_A_TIME = "LF0405", "a text that is no time";
    TOO_MANY_TRIES = "LF0406", "a number of tries that makes no sense";
    CONCURRENCY = "LF0407", "a `concurrency` that is no number from 1";
    VALUE_OUT_OF_RANGE = "LF0408", "a number outside of the port's range";
    CONTRACT_TYPE = "LF0409", "a contract on a type that it does not suit";
    VALUE_NO_CHOICE = "LF0410", "a value that is none of the port's choices";
    VALUE_LENGTH = "LF0411", "a text or list of a length that the port does not take";
    VALUE_NO_MULTIPLE = "LF0412", "a number that is no multiple of what the port names";
    VALUE_NO_MATCH = "LF0413", "a text that does not match the port's pattern";
    NO_VALUE_FITS = "LF0414", "a parameter that no value is right for";
    DEFAULT_LENGTH = "LF0415", "a default of a length that the port does not take";
    DEFAULT_NO_MULTIPLE = "LF0416", "a default that is no multiple of what the port names";
    DEFAULT_NO_MATCH = "LF0417", "a default that does not match the port's pattern";
    PATTERN_SYNTAX = "LF0418", "a pattern of texts that cannot be read";
    MULTIPLE_OF_NOTHING = "LF0419", "a `multiple_of` that is no whole number from 1";
    NO_CHOICES = "LF0420", "a list of choices that names none";
    UNKNOWN_CONSTANT = "LF0421", "an option with a constant that does not exist";

    // 05xx: shapes.
    SHAPE_MISMATCH = "LF0501", "shapes that do not fit";
    SHAPE_NOT_KEPT = "LF0502", "a contract that a composition does not keep";
    NO_SHAPE = "LF0503", "a type without a shape";
    UNKNOWN_SHAPE_PORT = "LF0504", "a shape for a port that does not exist";
    DOUBLED_SHAPE = "LF0505", "two shapes for one port";
    SHAPE_SYNTAX = "LF0506", "a shape that cannot be read";
    OTHER_FAMILY = "LF0507", "a value of another family";

    // 06xx: needs, policies and budgets.
    DENIED_NEED = "LF0601", "a need that the workflow denies";
    OVER_BUDGET = "LF0602", "steps over the budget";
    BUDGET_CURRENCY = "LF0603", "a cost in another currency";
    UNKNOWN_NEED = "LF0604", "a need that does not exist";
    DOUBLED_NEED = "LF0605", "a need named twice";
    NEED_FORM = "LF0606", "a need whose value has another form";
    NO_NEED = "LF0607", "a list of needs that names none";
    UNKNOWN_POLICY = "LF0608", "a policy that does not exist";
    AMOUNT = "LF0609", "an amount that is missing or cannot be read";
    UNKNOWN_LIMIT = "LF0610", "a limit that a budget does not have";

    // 07xx: models.
    NOT_A_MODEL = "LF0701", "a type that is no model";
    UNKNOWN_MODEL = "LF0702", "a model that does not exist";
    MODEL_FIELDS = "LF0703", "a model with fields";
    NO_LICENCE = "LF0704", "a model without a licence";
    NO_FILES = "LF0705", "a model without files";
    FILE_FORM = "LF0706", "a model's file without a digest or a size";
    FILE_OUTSIDE = "LF0707", "a model's file outside of its folder";
    DIGEST = "LF0708", "a SHA-256 that is none";
    DOUBLED_FILE = "LF0709", "a model's file named twice";
}
