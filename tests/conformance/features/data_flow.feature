Feature: Input, output, export
  raw input → input.from → task → output.as → export.as, each seeing what it should see.

  Scenario: Every stage works on the result of the one before
    Given a workflow with tasks:
    """
    - staged:
        input: {from: '. + ["from"]'}
        set: '${ . + ["set"] }'
        output: {as: '. + ["as"]'}
        export: {as: '. + ["export"]'}
    - last: {set: '${ {data: ., context: $context} }'}
    """
    And given the workflow input is:
    """
    [raw]
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    data: [raw, from, set, as]
    context: [raw, from, set, as, export]
    """

  Scenario: The stages of the workflow enclose those of its tasks
    Given a workflow with tasks:
    """
    - only: {set: '${ . + ["task"] }'}
    """
    And the workflow has:
    """
    input: {from: '. + ["input.from"]'}
    output: {as: '. + ["output.as"]'}
    """
    And given the workflow input is:
    """
    [raw]
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [raw, input.from, task, output.as]
    """

  Scenario: Stages may be objects with expressions in them
    Given a workflow with tasks:
    """
    - staged:
        input: {from: {a: '${ .x }', b: .x}}
        set: {seen: '${ . }'}
        output: {as: {out: '${ .seen }', deep: [{c: '${ .seen.a }'}]}}
        export: {as: {kept: '${ .out.a }'}}
    """
    And the workflow has:
    """
    output: {as: {output: '${ . }', context: '${ $context }'}}
    """
    And given the workflow input is:
    """
    {x: 5}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    output: {out: {a: 5, b: .x}, deep: [{c: 5}]}
    context: {kept: 5}
    """

  Scenario: An export replaces the context, it is not added
    Given a workflow with tasks:
    """
    - first: {set: '${ {} }', export: {as: {a: 1}}}
    - second: {set: '${ {} }', export: {as: {b: '${ $context.a + 1 }'}}}
    - last: {set: '${ $context }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {b: 2}
    """

  Scenario: A task without export leaves the context as it is
    Given a workflow with tasks:
    """
    - first: {set: '${ {} }', export: {as: {a: 1}}}
    - second: {set: {z: 1}}
    - third: {set: {z: 1}, export: {schema: {document: {required: [a]}}}}
    - last: {set: '${ $context }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {a: 1}
    """

  Scenario: An export in a nested scope is seen outside
    Given a workflow with tasks:
    """
    - outer: {do: [{inner: {set: '${ {} }', export: {as: {n: 1}}}}]}
    - loop: {for: {in: '[10, 20]'}, do: [{turn: {set: '${ {} }', export: {as: {n: '${ $context.n + $item }'}}}}]}
    - last: {set: '${ $context.n }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    31
    """

  Scenario: A set replaces the data
    Given a workflow with tasks:
    """
    - first: {set: {a: 1, b: 2}}
    - second: {set: {c: '${ .a }'}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {c: 1}
    """

  Scenario: Only whole texts in braces are expressions
    Given a workflow with tasks:
    """
    - texts:
        set:
          plain: .n
          half: 'n is ${ .n }'
          whole: '${ .n }'
          nested: {list: ['${ .n + 1 }', 2, null, true, 1.5]}
    """
    And given the workflow input is:
    """
    {n: 1}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    plain: .n
    half: 'n is ${ .n }'
    whole: 1
    nested: {list: [2, 2, null, true, 1.5]}
    """

  Scenario: Expressions in the data are never evaluated
    Given a workflow with tasks:
    """
    - passed: {set: {got: '${ .text }'}}
    - again: {set: '${ . }', output: {as: {out: '${ .got }'}}}
    """
    And given the workflow input is:
    """
    {text: '${ 1 + 1 }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {out: '${ 1 + 1 }'}
    """

  Scenario: The output of a do task is that of its last task, shaped once more
    Given a workflow with tasks:
    """
    - outer:
        input: {from: '. + ["outer.from"]'}
        do:
          - a: {set: '${ . + ["a"] }'}
          - b: {set: '${ . + ["b"] }', output: {as: '. + ["b.as"]'}}
        output: {as: '. + ["outer.as"]'}
    """
    And given the workflow input is:
    """
    []
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [outer.from, a, b, b.as, outer.as]
    """

  Scenario: An expression that gives several values gives the first, one that gives none gives null
    Given a workflow with tasks:
    """
    - first: {set: {several: '${ 1, 2, 3 }', none: '${ empty }'}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {several: 1, none: null}
    """

  Scenario Outline: A transformation that cannot be evaluated is an expression fault of its task
    Given a workflow with tasks:
    """
    - first: {set: '${ {} }'}
    - broken: {set: '${ {} }', <stage>}
    """
    When the workflow is executed
    Then the workflow should fault with a expression error of status 400 at '/do/1/broken'
    And broken should fault

    Examples:
      | stage                    |
      | input: {from: '.a \| error'} |
      | output: {as: '.a \| error'}  |
      | export: {as: '.a \| error'}  |

  Scenario: The input of a task is transformed once, when it begins
    Given a workflow with tasks:
    """
    - first: {set: '${ [] }', export: {as: {n: 1}}}
    - outer:
        input: {from: $context}
        do: [{change: {set: '${ [.n] }', export: {as: {n: 2}}}}, {pause: {wait: {milliseconds: 1}}}, {last: {set: '${ . + [$context.n] }'}}]
        output: {as: '. + [$input.n]'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [1, 2, 1]
    """

  Scenario: A context that does not fit its schema is not kept
    Given a workflow with tasks:
    """
    - first: {set: {n: 1}, export: {as: {kept: true}}}
    - attempt:
        try: [{bad: {set: {n: 2}, export: {as: .n, schema: {document: {type: object}}}}}]
        catch: {do: [{handled: {set: '${ $context }'}}]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {kept: true}
    """
