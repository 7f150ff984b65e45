Feature: Runtime arguments
  What expressions may use besides the data: context, input, output, task, workflow, runtime.

  Scenario: $input is the transformed input, in the task and in the stages after it
    Given a workflow with tasks:
    """
    - only:
        input: {from: .a}
        set: {input: '${ $input }', same: '${ . == $input }'}
        output: {as: '{input: $input, same: .same, set: .input}'}
        export: {as: '{input: $input}'}
    - last: {set: '${ . + {context: $context} }'}
    """
    And given the workflow input is:
    """
    {a: 1}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {input: 1, same: true, set: 1, context: {input: 1}}
    """

  Scenario: $output is the transformed output, in export alone
    Given a workflow with tasks:
    """
    - only:
        set: {raw: true}
        output: {as: '{shaped: true}'}
        export: {as: '{output: $output, same: (. == $output), raw: $task.output}'}
    - last: {set: '${ $context }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {output: {shaped: true}, same: true, raw: {raw: true}}
    """

  Scenario: $output is not there before the output is transformed
    Given a workflow with tasks:
    """
    - only: {set: '${ 1 }', output: {as: $output}}
    """
    And the definition is not checked beforehand
    When the workflow is executed
    Then the workflow should fault with a expression error of status 400 at '/do/0/only'

  Scenario: $task tells of the task as it is written, and of its raw input and output
    Given a workflow with tasks:
    """
    - outer:
        do:
          - inner:
              input: {from: .a}
              set: {name: '${ $task.name }', at: '${ $task.reference }', raw: '${ $task.input }'}
              output:
                as: '. + {output: $task.output.name, kind: ($task.definition | keys), before: $task.input}'
    """
    And given the workflow input is:
    """
    {a: 1}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    name: inner
    at: /do/0/outer/do/0/inner
    raw: {a: 1}
    output: inner
    kind: [input, output, set]
    before: {a: 1}
    """

  Scenario: The reference of a task escapes slashes and tildes in its name
    Given a workflow with tasks:
    """
    - a/b~c: {set: '${ $task.reference }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    /do/0/a~1b~0c
    """

  Scenario: $task has no output while the task runs
    Given a workflow with tasks:
    """
    - only: {set: '${ $task | has("output") }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    false
    """

  Scenario: $workflow tells of the definition, the raw input and the start
    Given a workflow with tasks:
    """
    - outer:
        do:
          - inner:
              set:
                input: '${ $workflow.input }'
                data: '${ . }'
                name: '${ $workflow.definition.document.name }'
                id: '${ $workflow.id | length }'
                parts: '${ $workflow.startedAt | keys + (.epoch | keys) }'
                agree: '${ $workflow.startedAt | (.epoch.milliseconds / 1000 | floor) == .epoch.seconds }'
                started: '${ $workflow.startedAt.iso8601 | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$") }'
                order: '${ $workflow.startedAt.epoch.milliseconds <= $task.startedAt.epoch.milliseconds }'
    """
    And the workflow has:
    """
    input: {from: .n}
    """
    And given the workflow input is:
    """
    {n: 1}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    input: {n: 1}
    data: 1
    name: tried
    id: 25
    parts: [epoch, iso8601, milliseconds, seconds]
    agree: true
    started: true
    order: true
    """

  Scenario: $runtime tells which engine runs
    Given a workflow with tasks:
    """
    - only: {set: '${ $runtime | {name, metadata, version: (.version | type)} }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {name: Pointsman, metadata: {}, version: string}
    """

  Scenario: The workflow's own stages know $workflow and $context
    Given a workflow with tasks:
    """
    - only: {set: '${ {} }', export: {as: {kept: 1}}}
    """
    And the workflow has:
    """
    input: {from: '$workflow.input.n'}
    output: {as: '[$context.kept, $workflow.input.n]'}
    """
    And given the workflow input is:
    """
    {n: 7}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [1, 7]
    """

  Scenario: An unknown variable is an expression fault
    Given a workflow with tasks:
    """
    - only: {set: '${ $nothing }'}
    """
    And the definition is not checked beforehand
    When the workflow is executed
    Then the workflow should fault with a expression error of status 400 at '/do/0/only'

  Scenario: The variables of a loop end with it
    Given a workflow with tasks:
    """
    - loop: {for: {each: x, in: '[1]'}, do: [{turn: {set: '${ $x }'}}]}
    - after: {set: '${ $x }'}
    """
    And the definition is not checked beforehand
    When the workflow is executed
    Then the workflow should fault with a expression error of status 400 at '/do/1/after'

  Scenario: Nested loops see each other's variables, the inner one first
    Given a workflow with tasks:
    """
    - outer:
        for: {each: x, at: i, in: '[1, 2]'}
        do:
          - inner: {for: {each: y, at: i, in: '[10, 20]'}, do: [{turn: {set: '${ . + [[$x, $y, $i]] }'}}]}
    """
    And given the workflow input is:
    """
    []
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [[1, 10, 0], [1, 20, 1], [2, 10, 0], [2, 20, 1]]
    """

  Scenario: $workflow stays the same to the end
    Given a workflow with tasks:
    """
    - first: {set: '${ $workflow | [.id, .startedAt, .input, .definition.document] }', export: {as: .}}
    - loop: {for: {in: '[range(6)]'}, do: [{turn: {wait: {milliseconds: 2}}}]}
    - last: {set: '${ $context == ($workflow | [.id, .startedAt, .input, .definition.document]) }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    true
    """

  Scenario: $task tells when the task began, not when the workflow did
    Given a workflow with tasks:
    """
    - pause: {wait: PT0.2S}
    - last: {set: '${ $task.startedAt.epoch.milliseconds - $workflow.startedAt.epoch.milliseconds >= 200 }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    true
    """
