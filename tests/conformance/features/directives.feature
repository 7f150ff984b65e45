Feature: Flow directives
  `continue`, `exit`, `end` and names, at every depth.

  Scenario Outline: Where a directive leads from the middle of the main scope
    Given a workflow with tasks:
    """
    - a: {set: '${ . + ["a"] }', then: <then>}
    - b: {set: '${ . + ["b"] }'}
    - c: {set: '${ . + ["c"] }'}
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
      | then     | output    |
      | continue | [a, b, c] |
      | b        | [a, b, c] |
      | c        | [a, c]    |
      | exit     | [a]       |
      | end      | [a]       |

  Scenario: Exit leaves its own scope alone
    Given a workflow with tasks:
    """
    - outer:
        do:
          - middle: {do: [{a: {set: '${ . + ["a"] }', then: exit}}, {b: {set: '${ . + ["b"] }'}}]}
          - c: {set: '${ . + ["c"] }'}
    - d: {set: '${ . + ["d"] }'}
    """
    And given the workflow input is:
    """
    []
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [a, c, d]
    """
    And the tasks should have run as:
    """
    outer completed
    middle completed
    a completed
    c completed
    d completed
    """

  Scenario: End ends the workflow from any depth
    Given a workflow with tasks:
    """
    - outer:
        do:
          - middle: {do: [{a: {set: '${ . + ["a"] }', then: end}}, {b: {set: '${ . + ["b"] }'}}]}
          - c: {set: '${ . + ["c"] }'}
    - d: {set: '${ . + ["d"] }'}
    """
    And given the workflow input is:
    """
    []
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [a]
    """
    And the tasks should have run as:
    """
    outer completed
    middle completed
    a completed
    """

  Scenario: The workflow's output is shaped after an end, the tasks' around it are not
    Given a workflow with tasks:
    """
    - outer: {do: [{a: {set: {x: 1}, output: {as: '{y: .x}'}, then: end}}], output: {as: '{z: .y}'}, export: {as: '{q: .y}'}}
    """
    And the workflow has:
    """
    output: {as: '{ended: ., context: $context}'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {ended: {y: 1}, context: {}}
    """

  Scenario Outline: Exit and end in the turn of a loop
    Given a workflow with tasks:
    """
    - loop: {for: {in: '[1, 2, 3]'}, do: [{a: {set: '${ . + [$item] }', then: <then>}}, {b: {set: '${ . + ["b"] }'}}]}
    - c: {set: '${ . + ["c"] }'}
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
      | then | output       |
      | exit | [1, 2, 3, c] |
      | end  | [1]          |

  Scenario Outline: Exit and end inside try
    Given a workflow with tasks:
    """
    - attempt:
        try: [{a: {set: '${ . + ["a"] }', then: <then>}}, {b: {set: '${ . + ["b"] }'}}]
        catch: {do: [{handled: {set: '${ . + ["handled"] }'}}]}
    - c: {set: '${ . + ["c"] }'}
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
      | then | output |
      | exit | [a, c] |
      | end  | [a]    |

  Scenario Outline: Exit and end inside catch
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 500}}}}]
        catch: {do: [{a: {set: '${ . + ["a"] }', then: <then>}}, {b: {set: '${ . + ["b"] }'}}]}
    - c: {set: '${ . + ["c"] }'}
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
      | then | output |
      | exit | [a, c] |
      | end  | [a]    |

  Scenario: A jump may lead backwards, and every visit counts
    Given a workflow with tasks:
    """
    - a: {set: '${ . + 1 }'}
    - b: {switch: [{again: {when: . < 3, then: a}}]}
    - c: {set: '${ {n: .} }'}
    """
    And given the workflow input is:
    """
    0
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {n: 3}
    """
    And the tasks should have run as:
    """
    a completed
    b completed
    a completed
    b completed
    a completed
    b completed
    c completed
    """

  Scenario: A composite task's own directive is followed after its tasks
    Given a workflow with tasks:
    """
    - outer: {do: [{a: {set: '${ . + ["a"] }'}}], then: d}
    - c: {set: '${ . + ["c"] }'}
    - d: {set: '${ . + ["d"] }'}
    """
    And given the workflow input is:
    """
    []
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [a, d]
    """

  Scenario: Names are looked for in the own scope alone
    Given a workflow with tasks:
    """
    - outer: {do: [{a: {set: '${ {} }', then: c}}, {b: {set: '${ {} }'}}]}
    - c: {set: '${ {} }'}
    """
    And the definition is not checked beforehand
    When the workflow is executed
    Then the workflow should fault with a configuration error of status 400 at '/do/0/outer/do/0/a'

  Scenario: The same name in two scopes means two tasks
    Given a workflow with tasks:
    """
    - a: {do: [{b: {set: '${ . + ["inner b"] }', then: a}}, {c: {set: '${ . + ["c"] }'}}, {a: {set: '${ . + ["inner a"] }'}}]}
    - b: {set: '${ . + ["b"] }'}
    """
    And given the workflow input is:
    """
    []
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [inner b, inner a, b]
    """

  Scenario: A computation of many steps completes
    Given a workflow with tasks:
    """
    - loop: {for: {in: '[range(450)]'}, do: [{turn: {set: '${ . + 1 }'}}]}
    """
    And given the workflow input is:
    """
    0
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    450
    """
