Feature: Switch
  The first case that matches, else the case without condition, else on.

  Scenario Outline: The first case that matches wins
    Given a workflow with tasks:
    """
    - choose: {switch: [{big: {when: .n > 10, then: c}}, {small: {when: .n > 5, then: b}}, {tiny: {when: .n > 2, then: end}}]}
    - a: {set: '${ "a" }', then: end}
    - b: {set: '${ "b" }', then: end}
    - c: {set: '${ "c" }'}
    """
    And given the workflow input is:
    """
    {n: <n>}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    <output>
    """

    Examples:
      | n  | output |
      | 11 | c      |
      | 6  | b      |
      | 3  | {n: 3} |
      | 1  | a      |

  Scenario Outline: The default is taken only when nothing matches, wherever it stands
    Given a workflow with tasks:
    """
    - choose: {switch: [{otherwise: {then: b}}, {one: {when: .n == 1, then: c}}]}
    - a: {set: '${ "a" }', then: end}
    - b: {set: '${ "b" }', then: end}
    - c: {set: '${ "c" }'}
    """
    And given the workflow input is:
    """
    {n: <n>}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    <output>
    """

    Examples:
      | n | output |
      | 1 | c      |
      | 2 | b      |

  Scenario: A case that matches overrides the directive of the task, no match leaves it
    Given a workflow with tasks:
    """
    - first: {switch: [{no: {when: 'false', then: end}}], then: second}
    - skipped: {set: '${ "skipped" }', then: end}
    - second: {switch: [{yes: {when: 'true', then: last}}], then: end}
    - never: {set: '${ "never" }', then: end}
    - last: {set: '${ "last" }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    last
    """

  Scenario: A switch hands on its input, through its own stages
    Given a workflow with tasks:
    """
    - choose:
        input: {from: .a}
        switch: [{yes: {when: .b == 1, then: continue}}]
        output: {as: '{out: .}'}
        export: {as: '{kept: .}'}
    - last: {set: '${ {data: ., context: $context} }'}
    """
    And given the workflow input is:
    """
    {a: {b: 1}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    data: {out: {b: 1}}
    context: {kept: {out: {b: 1}}}
    """

  Scenario Outline: Exit and end from a case
    Given a workflow with tasks:
    """
    - outer: {do: [{choose: {switch: [{yes: {when: 'true', then: <then>}}]}}, {a: {set: '${ . + ["a"] }'}}]}
    - b: {set: '${ . + ["b"] }'}
    """
    And given the workflow input is:
    """
    []
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    <output>
    """

    Examples:
      | then     | output |
      | exit     | [b]    |
      | end      | []     |
      | continue | [a, b] |

  Scenario: Cases after the one that matches are not evaluated
    Given a workflow with tasks:
    """
    - choose: {switch: [{yes: {when: 'true', then: end}}, {broken: {when: error("no"), then: end}}]}
    """
    When the workflow is executed
    Then the workflow should complete

  Scenario: A case that cannot be evaluated is an expression fault
    Given a workflow with tasks:
    """
    - choose: {switch: [{broken: {when: error("no"), then: end}}, {yes: {when: 'true', then: end}}]}
    """
    When the workflow is executed
    Then the workflow should fault with a expression error of status 400 at '/do/0/choose'
