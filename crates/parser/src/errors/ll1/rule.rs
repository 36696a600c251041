//! The rules of 3.8's grammar by name.

macro_rules! rules {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// A rule.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub(super) enum Rule { $($variant),* }

        impl Rule {
            pub(super) const ALL: &[Self] = &[$(Self::$variant),*];

            pub(super) fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

rules! {
    FileInput "file_input", EvalInput "eval_input", Decorator "decorator", Decorators "decorators", Decorated "decorated",
    AsyncFuncdef "async_funcdef", Funcdef "funcdef", Parameters "parameters", TypedArgsList "typedargslist", Tfpdef "tfpdef",
    VarArgsList "varargslist", Vfpdef "vfpdef", Stmt "stmt", SimpleStmt "simple_stmt", SmallStmt "small_stmt",
    ExprStmt "expr_stmt", AnnAssign "annassign", TestlistStarExpr "testlist_star_expr", AugAssign "augassign",
    DelStmt "del_stmt", PassStmt "pass_stmt", FlowStmt "flow_stmt", BreakStmt "break_stmt", ContinueStmt "continue_stmt",
    ReturnStmt "return_stmt", YieldStmt "yield_stmt", RaiseStmt "raise_stmt", ImportStmt "import_stmt",
    ImportName "import_name", ImportFrom "import_from", ImportAsName "import_as_name", DottedAsName "dotted_as_name",
    ImportAsNames "import_as_names", DottedAsNames "dotted_as_names", DottedName "dotted_name", GlobalStmt "global_stmt",
    NonlocalStmt "nonlocal_stmt", AssertStmt "assert_stmt", CompoundStmt "compound_stmt", AsyncStmt "async_stmt",
    IfStmt "if_stmt", WhileStmt "while_stmt", ForStmt "for_stmt", TryStmt "try_stmt", WithStmt "with_stmt",
    WithItem "with_item", ExceptClause "except_clause", Suite "suite", NamedExprTest "namedexpr_test", Test "test",
    TestNocond "test_nocond", Lambdef "lambdef", LambdefNocond "lambdef_nocond", OrTest "or_test", AndTest "and_test",
    NotTest "not_test", Comparison "comparison", CompOp "comp_op", StarExpr "star_expr", Expr "expr", XorExpr "xor_expr",
    AndExpr "and_expr", ShiftExpr "shift_expr", ArithExpr "arith_expr", Term "term", Factor "factor", Power "power",
    AtomExpr "atom_expr", Atom "atom", TestlistComp "testlist_comp", Trailer "trailer", SubscriptList "subscriptlist",
    Subscript "subscript", SliceOp "sliceop", ExprList "exprlist", Testlist "testlist", DictOrSetMaker "dictorsetmaker",
    Classdef "classdef", ArgList "arglist", Argument "argument", CompIter "comp_iter", SyncCompFor "sync_comp_for",
    CompFor "comp_for", CompIf "comp_if", YieldExpr "yield_expr", YieldArg "yield_arg",
}
